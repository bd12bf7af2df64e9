/// What became of the wish to send a delivery again.
enum ReplayOutcome: Equatable, Sendable {
    /// It is pending again.
    case replayed(DeliverySummary)
    /// Its status does not allow it.
    case refused(DeliveryStatus)
    case notFound
}
