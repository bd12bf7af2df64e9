import Testing

@testable import RPC

@Suite("grpc-timeout")
struct GRPCTimeoutTests {
    @Test(
        arguments: [
            ("1H", 3_600_000_000_000), ("2M", 120_000_000_000), ("3S", 3_000_000_000), ("4m", 4_000_000), ("5u", 5000), ("6n", 6),
            ("0n", 0), ("00000001S", 1_000_000_000),
        ] as [(String, UInt64)])
    func `reads every unit`(text: String, nanoseconds: UInt64) {
        #expect(read(text) == nanoseconds)
    }

    @Test(arguments: ["", "1", "S", "123456789S", "-1S", "1.5S", "1s", "1 S", " 1S", "1SS", "+1S", "0x1S"])
    func `refuses what is malformed`(text: String) {
        #expect(read(text) == nil)
    }

    @Test(arguments: [0, 1, 999, 99_999_999, 100_000_000, 1_234_567_890, 10_000_000_000, 86_400_000_000_000, .max] as [UInt64])
    func `writes at most eight digits and never less than asked for`(nanoseconds: UInt64) throws {
        let text = GRPCTimeout.text(nanoseconds: nanoseconds)
        #expect(text.utf8.count <= 9)
        let back = try #require(read(text))
        if nanoseconds < .max / 2 { #expect(back >= nanoseconds && back - nanoseconds <= nanoseconds / 1_000_000 + 1000) }
    }

    private func read(_ text: String) -> UInt64? { Array(text.utf8).withUnsafeBytes { GRPCTimeout.nanoseconds($0) } }
}
