import Advertising
/// A stage on an event's way, in the order of the product.
enum DeliveryStage: Int, CaseIterable, Sendable, Comparable {
    /// Compared with what came before.
    case dedupe = 1
    /// Personal data normalised and hashed.
    case hash
    /// Translated into the platform's words and checked against its rules.
    case map
    /// Waited for the rate limiter.
    case rateLimit
    /// Asked the circuit breaker.
    case breaker
    /// Sent to the platform.
    case send
    /// Written down.
    case log

    static func < (left: DeliveryStage, right: DeliveryStage) -> Bool { left.rawValue < right.rawValue }
}
