import Testing

@testable import Resilience

/// A generator that repeats one number: chance at its ends.
struct ConstantGenerator: RandomNumberGenerator {
    let value: UInt64
    func next() -> UInt64 { value }
}

@Suite("Backoff") struct BackoffTests {
    private static let plain = Backoff(initial: .milliseconds(100), cap: .seconds(10), jitter: .none)

    @Test(arguments: [(1, 100), (2, 200), (3, 400), (7, 6400), (8, 10_000), (1_000_000_000, 10_000)])
    func `doubles up to the cap`(attempt: Int, milliseconds: Int) {
        var random = ConstantGenerator(value: 0)
        #expect(Self.plain.delay(afterAttempt: attempt, using: &random) == .milliseconds(milliseconds))
    }

    @Test(arguments: Backoff.Jitter.allCases, 1...40) func `chance never leaves the limits`(jitter: Backoff.Jitter, attempt: Int) {
        let backoff = Backoff(initial: .milliseconds(100), cap: .seconds(10), least: .milliseconds(20), jitter: jitter)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let delay = backoff.delay(afterAttempt: attempt, using: &random)
            #expect(delay >= .milliseconds(20) && delay <= .seconds(10))
        }
    }

    @Test func `full jitter spreads over the whole wait, equal jitter over its upper half`() {
        var random = SystemRandomNumberGenerator()
        let full = Backoff(initial: .milliseconds(100), cap: .seconds(10), jitter: .full)
        let equal = Backoff(initial: .milliseconds(100), cap: .seconds(10), jitter: .equal)
        let fulls = (0..<500).map { _ in full.delay(afterAttempt: 4, using: &random) }
        let equals = (0..<500).map { _ in equal.delay(afterAttempt: 4, using: &random) }
        #expect(fulls.contains { $0 < .milliseconds(200) } && fulls.contains { $0 > .milliseconds(600) })
        #expect(equals.allSatisfy { $0 >= .milliseconds(400) && $0 <= .milliseconds(800) })
    }

    @Test func `decorrelated jitter stays between the first wait and three times the last`() {
        var random = SystemRandomNumberGenerator()
        var previous: Duration?
        for _ in 0..<1000 {
            let delay = Self.plain.delay(afterWait: previous, using: &random)
            #expect(delay >= .milliseconds(100))
            #expect(delay <= min(.seconds(10), (previous ?? .milliseconds(100)) * 3))
            previous = delay
        }
        #expect(Self.plain.delay(afterWait: .seconds(9_000_000_000), using: &random) <= .seconds(10))
    }
}
