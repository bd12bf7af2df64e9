import Testing

@testable import Integrations

@Suite("Retry schedule")
struct RetryScheduleTests {
    @Test func `waits after each try but the last, never longer than five minutes`() {
        var random = SystemRandomNumberGenerator()
        for attempt in 1..<RetrySchedule.attemptsMax {
            let delay = RetrySchedule.delay(afterAttempt: attempt, using: &random)
            #expect(delay.map { (.seconds(1) ... .seconds(300)).contains($0) } == true)
        }
        #expect(RetrySchedule.delay(afterAttempt: RetrySchedule.attemptsMax, using: &random) == nil)
    }
}
