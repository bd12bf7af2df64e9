/// One event's way to one platform, as lists show it.
struct DeliverySummary: Equatable, Sendable {
    let id: DeliveryID
    let eventID: String
    let eventName: String
    let eventTime: Moment
    let acceptedAt: Moment
    let status: DeliveryStatus
    let reason: String?
    let attempts: Int
    /// When its fate was known; nil while pending.
    let settledAt: Moment?
    /// When it is tried next; nil unless pending.
    let nextAttemptAt: Moment?
    /// How long the platform took to answer the last attempt.
    let latency: Duration?
}
