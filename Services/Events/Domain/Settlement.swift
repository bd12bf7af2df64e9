import FoundationEssentials

/// The end of one delivery.
struct Settlement: Equatable, Sendable {
    let eventRowID: UUID
    let status: DeliveryStatus
    /// Attempts made in all.
    let attempts: Int
    let reason: String?
    /// SHA-256 of the event's JSON as it was delivered; nil when it was not.
    let bodySHA256: [UInt8]?
}
