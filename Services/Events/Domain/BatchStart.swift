import FoundationEssentials

/// A request to a platform before it goes out. Once this is stored, its events may have been sent.
struct BatchStart: Sendable {
    /// A UUID of version 7.
    let id: UUID
    let startedAt: Moment
    /// How long the rate limiter held it back.
    let limiterWait: Duration
    /// What the circuit breaker said.
    let breakerState: BreakerState
    let eventRowIDs: [UUID]
}
