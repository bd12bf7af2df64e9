import Resilience
import Testing

@testable import Events

@Suite("A breaker between two holders")
struct BreakerSnapshotTests {
    private static let limits = CircuitBreaker.Limits(failures: 3, recoveryTime: .seconds(60))
    private let instant = ContinuousClock.now
    private let moment = Moment(unixSeconds: 1_800_000_000)

    private func restored(after failures: Int, later: Duration) -> CircuitBreaker {
        var breaker = CircuitBreaker(Self.limits)
        for _ in 0..<failures {
            guard case .admitted(let permit) = breaker.admit(now: instant) else { break }
            breaker.record(.failure(.timeout), of: permit, now: instant)
        }
        return BreakerSnapshot(breaker, instant: instant, moment: moment).breaker(
            Self.limits, instant: instant + later, moment: moment + later)
    }

    @Test func `goes on as it was`() {
        #expect(restored(after: 0, later: .zero).state == .closed)
        #expect(restored(after: 2, later: .zero).consecutiveFailures == 2)
        #expect(restored(after: 3, later: .seconds(20)).state == .open(until: instant + .seconds(60)))
    }

    @Test func `lets a probe through when its time has passed`() {
        var breaker = restored(after: 3, later: .seconds(90))
        guard case .admitted(let permit) = breaker.admit(now: instant + .seconds(90)) else {
            Issue.record("refused")
            return
        }
        #expect(permit.isProbe)
    }
}
