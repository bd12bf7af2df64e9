import FoundationEssentials

/// A pending delivery that is due, with the event as it was accepted.
struct DueDelivery: Sendable {
    let eventRowID: UUID
    var progress: DeliveryProgress
    let eventID: String
    let eventName: String
    /// The packed body.
    let body: [UInt8]
}
