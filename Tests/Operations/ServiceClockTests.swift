import Foundation
import Testing

@testable import Operations

@Suite("Service clock") struct ServiceClockTests {
    @Test func `an unshifted clock is the machine's`() {
        #expect(abs(ServiceClock().unixNanoseconds() - UnixTime.nanoseconds()) < 1_000_000_000)
    }

    private static let offsets: [(String, Int64)] = [
        ("7d", 604_800), ("36h", 129_600), ("-90m", -5400), ("3600", 3600), ("15s\n", 15), ("0", 0),
    ]

    @Test(arguments: offsets) func `an offset is a whole number with a unit`(text: String, seconds: Int64) {
        #expect(ServiceClock.offset(text) == seconds * 1_000_000_000)
    }

    @Test(arguments: ["", "d", "7w", "1.5h", "seven", "99999999999d", "9223372036854775807"])
    func `what is no span of time is refused`(text: String) {
        #expect(ServiceClock.offset(text) == nil)
    }

    @Test func `a change of the file is seen, a broken one ignored`() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("clock-\(UUID())").path
        let clock = try ServiceClock(offsetFile: path)
        #expect(abs(clock.unixSeconds() - UnixTime.nanoseconds() / 1_000_000_000) <= 1)
        try "7d".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(await settles { clock.unixSeconds() - UnixTime.nanoseconds() / 1_000_000_000 >= 604_799 })
        try "nonsense".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(clock.unixSeconds() - UnixTime.nanoseconds() / 1_000_000_000 >= 604_799)
    }

    @Test func `a clock file needs leave`() {
        let error = #expect(throws: StartError.self) {
            try ServiceClock(Environment(["STRATUM_CLOCK_FILE": "/tmp/x"], service: "events"))
        }
        #expect(error?.exitCode == 64)
    }

    private func settles(_ condition: () -> Bool) async -> Bool {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if condition() { return true }
            await Task.yield()
        }
        // A yield may take long on a busy machine: the condition has the last word, not the clock.
        return condition()
    }
}
