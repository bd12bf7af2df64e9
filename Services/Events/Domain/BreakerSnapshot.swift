import Resilience

/// A circuit breaker as it is kept between holders of a lane, in business time.
struct BreakerSnapshot: Equatable, Sendable {
    var state: BreakerState
    var consecutiveFailures: Int
    /// Until when it refuses; nil unless it is open.
    var openUntil: Moment?

    static let closed = BreakerSnapshot(state: .closed, consecutiveFailures: 0, openUntil: nil)

    init(state: BreakerState, consecutiveFailures: Int, openUntil: Moment?) {
        self.state = state
        self.consecutiveFailures = consecutiveFailures
        self.openUntil = openUntil
    }

    /// What is to be kept of a breaker. `instant` and `moment` are the same point in time on two clocks.
    init(_ breaker: CircuitBreaker, instant: ContinuousClock.Instant, moment: Moment) {
        state = BreakerState(breaker.state)
        consecutiveFailures = breaker.consecutiveFailures
        if case .open(let until) = breaker.state { openUntil = moment + (until - instant) }
    }

    /// A breaker that goes on from here. One whose probes were never answered starts as open and due for another probe.
    func breaker(_ limits: CircuitBreaker.Limits, instant: ContinuousClock.Instant, moment: Moment) -> CircuitBreaker {
        var breaker = CircuitBreaker(limits)
        switch state {
        case .closed:
            fail(&breaker, times: min(consecutiveFailures, limits.failures - 1), at: instant)
        case .open, .halfOpen:
            let remaining = min(max((openUntil ?? moment) - moment, .zero), limits.recoveryTime)
            fail(&breaker, times: limits.failures, at: instant - (limits.recoveryTime - remaining))
        }
        return breaker
    }

    private func fail(_ breaker: inout CircuitBreaker, times: Int, at instant: ContinuousClock.Instant) {
        for _ in 0..<max(0, times) {
            guard case .admitted(let permit) = breaker.admit(now: instant) else { return }
            breaker.record(.failure(.transport), of: permit, now: instant)
        }
    }
}
