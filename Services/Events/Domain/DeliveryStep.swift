/// What becomes of a pending delivery.
enum DeliveryStep: Equatable, Sendable {
    /// Its fate is known.
    case settle(DeliveryStatus, reason: String?)
    /// It is tried again, not before `until`.
    case wait(until: Moment, unknownSince: Moment?, reason: String)
}
