/// Everything that is written down about one delivery.
struct DeliveryHistory: Sendable {
    let summary: DeliverySummary
    /// Until when its first unknown outcome reaches back; nil when there is none.
    let unknownSince: Moment?
    /// The pixel that the tenant's events go to now.
    let pixelID: String
    /// The packed body of the event.
    let body: [UInt8]
    /// In the order in which they were made.
    let attempts: [PastAttempt]
    /// Why the lane waits; nil when it does not, and when the delivery is settled.
    let pause: LanePause?
}
