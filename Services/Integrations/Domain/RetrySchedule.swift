import Resilience

/// When a change that Events refused is tried again, and when it is given up.
struct RetrySchedule: Sendable {
    /// Tries before a change is set aside. With the waits below that is about half an hour.
    static let attemptsMax = 10

    private static let backoff = Backoff(initial: .seconds(2), cap: .seconds(300), factor: 2.5, jitter: .equal)

    /// The wait before the next try; nil when there is none.
    static func delay(afterAttempt attempt: Int, using random: inout some RandomNumberGenerator) -> Duration? {
        attempt < attemptsMax ? backoff.delay(afterAttempt: attempt, using: &random) : nil
    }
}
