/// Keeps retries a small part of all calls, so that a peer in trouble is not asked many times over.
///
/// Every first attempt pays in a share of a retry, every retry takes out a whole one. A trickle lets a quiet client retry too. The balance
/// is bounded, so that a quiet hour does not save up a storm.
package struct RetryBudget: Sendable, Hashable {
    private static let unit: Int64 = 1_000_000

    private let share: Int64
    private let tricklePerSecond: Int64
    private let most: Int64
    private var balance: Int64
    private var paidAt: ContinuousClock.Instant?

    /// - Parameters:
    ///   - share: retries for each first attempt, such as 0.1.
    ///   - tricklePerSecond: retries that come with time alone.
    ///   - most: retries that can be saved; the budget starts with them.
    package init(share: Double = 0.1, tricklePerSecond: Double = 1, most: Int = 10) {
        precondition(share >= 0 && share <= 1 && tricklePerSecond >= 0 && most > 0, "a budget outside its limits")
        self.share = Int64(share * Double(Self.unit))
        self.tricklePerSecond = Int64(tricklePerSecond * Double(Self.unit))
        self.most = Int64(most) * Self.unit
        balance = self.most
    }

    /// Counts a first attempt.
    package mutating func recordCall(now: ContinuousClock.Instant) {
        trickle(now: now)
        balance = min(most, balance + share)
    }

    /// Takes out one retry; false when the budget does not hold one.
    package mutating func withdraw(now: ContinuousClock.Instant) -> Bool {
        trickle(now: now)
        guard balance >= Self.unit else { return false }
        balance -= Self.unit
        return true
    }

    private mutating func trickle(now: ContinuousClock.Instant) {
        defer { paidAt = max(now, paidAt ?? now) }
        guard let paidAt, now > paidAt else { return }
        let elapsed = Int128((now - paidAt).nanoseconds)
        balance = min(most, balance + Int64(clamping: elapsed * Int128(tricklePerSecond) / 1_000_000_000))
    }
}
