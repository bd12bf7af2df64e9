/// A token bucket: at most so many calls a period on average, with bursts up to a limit.
///
/// Kept as the time at which the bucket will be full again (the "theoretical arrival time" of the generic cell rate algorithm), so there is
/// nothing to refill and nothing drifts.
package struct RateLimiter: Sendable, Hashable {
    package enum Grant: Sendable, Hashable {
        /// That many of the tokens asked for, at least one.
        case granted(Int)
        /// None; one is there at that time.
        case wait(until: ContinuousClock.Instant)
    }

    /// Tokens in a full bucket.
    package let burst: Int
    /// Time in which one token comes, in nanoseconds.
    private let interval: Int64
    /// When the bucket is full again; nil before first use.
    private var fullAt: ContinuousClock.Instant?
    private var pausedUntil: ContinuousClock.Instant?

    /// `count` tokens each `period`; the bucket is full at the start.
    package init(_ count: Int, each period: Duration, burst: Int) {
        precondition(count > 0 && burst > 0 && period > .zero, "a rate and its burst are positive")
        self.burst = burst
        interval = max(1, period.nanoseconds / Int64(count))
    }

    /// Takes up to `wanted` tokens.
    package mutating func take(_ wanted: Int = 1, now: ContinuousClock.Instant) -> Grant {
        precondition(wanted > 0, "nothing was asked for")
        if let pausedUntil {
            guard now >= pausedUntil else { return .wait(until: pausedUntil) }
            self.pausedUntil = nil
        }
        let full = max(now, fullAt ?? now)
        let missing = (full - now).nanoseconds
        let tokens = Int((Int64(burst) * interval - missing) / interval)
        guard tokens > 0 else {
            return .wait(until: full - .nanoseconds(Int64(burst - 1) * interval))
        }
        let granted = min(wanted, tokens)
        fullAt = full + .nanoseconds(Int64(granted) * interval)
        return .granted(granted)
    }

    /// Puts back tokens that were granted and not used.
    package mutating func giveBack(_ unused: Int) {
        guard unused > 0, let fullAt else { return }
        self.fullAt = fullAt - .nanoseconds(Int64(unused) * interval)
    }

    /// Grants nothing before `until`, and starts with one token then: what a peer's Retry-After asks for. A shorter pause does not undo a
    /// longer one.
    package mutating func pause(until: ContinuousClock.Instant) {
        if let pausedUntil, pausedUntil >= until { return }
        pausedUntil = until
        let startsWithOne = until + .nanoseconds(Int64(burst - 1) * interval)
        fullAt = max(fullAt ?? startsWithOne, startsWithOne)
    }
}
