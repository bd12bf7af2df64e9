import Resilience

/// The state of a circuit breaker as it is stored and shown.
enum BreakerState: String, CaseIterable, Sendable {
    case closed
    case open
    case halfOpen = "half_open"

    init(_ state: CircuitBreaker.State) {
        switch state {
        case .closed: self = .closed
        case .open: self = .open
        case .halfOpen: self = .halfOpen
        }
    }
}
