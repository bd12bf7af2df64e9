/// How long to wait before the next attempt: grows by a factor, is bounded, and is spread by chance so that those who failed together do
/// not come back together.
///
/// A value without state: the attempt's number, or the wait before, is passed in, and so is chance.
package struct Backoff: Sendable, Hashable {
    /// How chance spreads a wait. Names are those of the AWS Architecture Blog, "Exponential Backoff And Jitter".
    package enum Jitter: Sendable, Hashable, CaseIterable {
        /// No chance: for tests and for waits of one alone.
        case none
        /// Anything from the least wait up to the whole.
        case full
        /// Half of the whole, and anything up to the other half.
        case equal
    }

    /// The wait before the second attempt, before chance.
    package let initial: Duration
    /// No wait is longer.
    package let cap: Duration
    /// No wait is shorter, chance included.
    package let least: Duration
    package let factor: Double
    package let jitter: Jitter

    package init(initial: Duration, cap: Duration, least: Duration = .zero, factor: Double = 2, jitter: Jitter = .full) {
        precondition(initial > .zero && cap >= initial && least <= initial && least >= .zero && factor >= 1, "a backoff that cannot grow")
        self.initial = initial
        self.cap = cap
        self.least = least
        self.factor = factor
        self.jitter = jitter
    }

    /// The wait after the given number of failed attempts, which begins at 1.
    package func delay(afterAttempt attempt: Int, using random: inout some RandomNumberGenerator) -> Duration {
        precondition(attempt >= 1, "attempts are counted from 1")
        let whole = whole(attempt)
        let spread: Int64
        switch jitter {
        case .none: spread = whole
        case .full: spread = Int64.random(in: least.nanoseconds...max(least.nanoseconds, whole), using: &random)
        case .equal: spread = Int64.random(in: whole / 2...whole, using: &random)
        }
        return .nanoseconds(max(least.nanoseconds, spread))
    }

    /// The wait after one of the given length: anything from `initial` up to three times as long ("decorrelated jitter"), never above the
    /// cap.
    ///
    /// `previous` is nil after the first failure.
    package func delay(afterWait previous: Duration?, using random: inout some RandomNumberGenerator) -> Duration {
        let base = initial.nanoseconds
        let (tripled, overflow) = (previous?.nanoseconds ?? base).multipliedReportingOverflow(by: 3)
        let upper = overflow ? cap.nanoseconds : min(cap.nanoseconds, max(base, tripled))
        return .nanoseconds(Int64.random(in: base...upper, using: &random))
    }

    /// The wait before chance, in nanoseconds. Stops multiplying at the cap, so a great attempt number costs nothing.
    private func whole(_ attempt: Int) -> Int64 {
        let cap = Double(cap.nanoseconds)
        var wait = Double(initial.nanoseconds)
        var step = 1
        while step < attempt, wait < cap, factor > 1 {
            wait *= factor
            step += 1
        }
        return wait >= cap ? self.cap.nanoseconds : Int64(wait)
    }
}
