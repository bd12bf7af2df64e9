import Testing

@testable import RPC

@Suite("Message assembler")
struct MessageAssemblerTests {
    /// Three messages: of 3 bytes, of none, of 300.
    private static let messages: [[UInt8]] = [[1, 2, 3], [], (0..<300).map { UInt8(truncatingIfNeeded: $0) }]

    private static let wire: [UInt8] = messages.flatMap { message in
        [0, 0, 0, UInt8(message.count >> 8), UInt8(message.count & 255)] + message
    }

    @Test func `finds every message wherever the bytes are cut once`() throws {
        for cut in 0...Self.wire.count {
            #expect(try assembled([Array(Self.wire[..<cut]), Array(Self.wire[cut...])]) == Self.messages, "cut at \(cut)")
        }
    }

    @Test func `finds every message when the bytes come one by one`() throws {
        #expect(try assembled(Self.wire.map { [$0] }) == Self.messages)
    }

    @Test func `accounts for every byte once`() throws {
        for size in 1...Self.wire.count {
            var assembler = MessageAssembler(limit: 1000)
            var cost = 0
            for start in stride(from: 0, to: Self.wire.count, by: size) {
                let piece = Array(Self.wire[start..<min(start + size, Self.wire.count)])
                try piece.withUnsafeBytes { bytes in
                    var bytes = bytes
                    while !bytes.isEmpty {
                        let before = bytes.count
                        if try !assembler.next(&bytes, { _, message in cost += message.cost }) { cost += before }
                    }
                }
            }
            #expect(cost == Self.wire.count, "in pieces of \(size)")
        }
    }

    @Test func `refuses a message above the limit before storing any of it`() {
        var assembler = MessageAssembler(limit: 10)
        #expect(throws: MessageAssembler.Fault.tooLong(11)) {
            try ([0, 0, 0, 0, 11] as [UInt8]).withUnsafeBytes { bytes in
                var bytes = bytes
                _ = try assembler.next(&bytes) { _, _ in }
            }
        }
        #expect(assembler.reservedBytes == 0)
    }

    @Test(arguments: [2, 3, 128, 255] as [UInt8])
    func `refuses a flag that is neither 0 nor 1`(flag: UInt8) {
        var assembler = MessageAssembler(limit: 10)
        #expect(throws: MessageAssembler.Fault.unknownFlag(flag)) {
            try ([flag, 0, 0, 0, 0] as [UInt8]).withUnsafeBytes { bytes in
                var bytes = bytes
                _ = try assembler.next(&bytes) { _, _ in }
            }
        }
    }

    @Test func `sets aside little for a message that only claims to be long`() throws {
        var assembler = MessageAssembler(limit: 4 << 20)
        try ([0, 0, 0x3f, 0xff, 0xff, 1, 2, 3] as [UInt8]).withUnsafeBytes { bytes in
            var bytes = bytes
            let isWhole = try assembler.next(&bytes) { _, _ in }
            #expect(!isWhole)
        }
        #expect(assembler.reservedBytes < 2048)
        #expect(assembler.isWithinMessage)
    }

    private func assembled(_ pieces: [[UInt8]]) throws -> [[UInt8]] {
        var assembler = MessageAssembler(limit: 1000)
        var found: [[UInt8]] = []
        for piece in pieces {
            try piece.withUnsafeBytes { bytes in
                var bytes = bytes
                while !bytes.isEmpty { _ = try assembler.next(&bytes) { _, message in found.append(message.kept) } }
            }
        }
        #expect(!assembler.isWithinMessage)
        return found
    }
}
