import EventLoop
import Messages
import Operations
import Stubs

/// Shows what was delivered, and why not.
struct DeliveryHandlers: EventsV1.DeliveryServiceHandlers {
    let logs: LoopLocal<DeliveryLog>
    /// Shows what the request of an event to a platform looks like, personal data masked.
    let preview: RequestPreview
    let clock: ServiceClock
    /// Told of a lane that has work again, older than what may have been read of it.
    let wake: @Sendable (Lane) -> Void
}
