/// How far a pending delivery has come, as far as its next step depends on it.
struct DeliveryProgress: Equatable, Sendable {
    /// Attempts made so far.
    var attempts: Int
    /// The start of the first send whose outcome is not known; nil when every outcome is.
    var unknownSince: Moment?
    let eventTime: Moment
    let acceptedAt: Moment
}
