import EventLoop
import Messages
import Stubs

/// Is told by Integrations where events go.
struct DestinationHandlers: EventsV1.DestinationServiceHandlers {
    let stores: LoopLocal<DestinationStore>
    /// Told which lanes have changed.
    let reconnect: @Sendable ([Lane]) -> Void
}
