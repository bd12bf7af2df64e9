import Testing

@testable import Resilience

@Suite("Retry budget") struct RetryBudgetTests {
    private let start = ContinuousClock.now

    @Test func `retries are a share of calls once the savings are spent`() {
        var budget = RetryBudget(share: 0.1, tricklePerSecond: 0, most: 10)
        var retries = 0
        for _ in 0..<1000 {
            budget.recordCall(now: start)
            if budget.withdraw(now: start) { retries += 1 }
        }
        #expect(retries >= 100 && retries <= 110)
    }

    @Test func `a quiet client may retry after a while`() {
        var budget = RetryBudget(share: 0, tricklePerSecond: 0.5, most: 1)
        let granted = [0, 1, 2].map { budget.withdraw(now: start + .seconds($0)) }
        #expect(granted == [true, false, true])
    }

    @Test func `a quiet hour saves no storm`() {
        var budget = RetryBudget(share: 0.1, tricklePerSecond: 10, most: 3)
        budget.recordCall(now: start)
        let later = start + .seconds(3600)
        let granted = (0..<100).filter { _ in budget.withdraw(now: later) }.count
        #expect(granted == 3)
    }
}
