import Testing

@testable import HTTP2

@Suite("Frame budget")
struct FrameBudgetTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func `allows a burst and then no more`() {
        var budget = FrameBudget(HTTP2RateLimit(burst: 3, perSecond: 10))
        #expect(spends(4, of: &budget, at: Self.second) == 3)
    }

    @Test func `earns its rate over time and never more than the burst`() {
        var budget = FrameBudget(HTTP2RateLimit(burst: 3, perSecond: 10))
        for _ in 0..<3 { _ = budget.spend(now: Self.second) }
        #expect(spends(2, of: &budget, at: Self.second + Self.second / 10) == 1)
        #expect(spends(4, of: &budget, at: 1000 * Self.second) == 3)
    }

    @Test func `a steady rate below the limit is never refused`() {
        var budget = FrameBudget(HTTP2RateLimit(burst: 2000, perSecond: 500))
        var refused = 0
        for number in 0..<120_000 as Range<UInt64> where !budget.spend(now: Self.second + number * Self.second / 200) { refused += 1 }
        #expect(refused == 0)
    }

    private func spends(_ attempts: Int, of budget: inout FrameBudget, at now: UInt64) -> Int {
        var spent = 0
        for _ in 0..<attempts where budget.spend(now: now) { spent += 1 }
        return spent
    }
}
