/// Counts frames against a rate limit. Told the time in nanoseconds, answers whether there was one too many.
struct FrameBudget {
    private let limit: HTTP2RateLimit
    private var tokens: Int
    private var filled: UInt64 = 0

    init(_ limit: HTTP2RateLimit) {
        self.limit = limit
        tokens = limit.burst
    }

    /// Takes one token; false when there was none.
    mutating func spend(now: UInt64) -> Bool {
        if tokens < limit.burst { fill(now: now) } else { filled = now }
        guard tokens > 0 else { return false }
        tokens -= 1
        return true
    }

    private mutating func fill(now: UInt64) {
        guard limit.perSecond > 0, now > filled else { return }
        let nanosecondsPerToken = 1_000_000_000 / UInt64(limit.perSecond)
        let earned = (now - filled) / max(nanosecondsPerToken, 1)
        guard earned > 0 else { return }
        filled += earned * nanosecondsPerToken
        tokens = min(limit.burst, tokens + Int(clamping: earned))
    }
}
