import FoundationEssentials

/// A delivery that a lane has in hand: mapped, and waiting to be sent or under way.
struct HeldDelivery: Sendable {
    let eventRowID: UUID
    let progress: DeliveryProgress
    let event: PreparedEvent
}
