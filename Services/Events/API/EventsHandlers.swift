import EventLoop
import Operations
import Stubs
import Messages

/// Takes conversion events.
struct EventsHandlers: EventsV1.EventsServiceHandlers {
    let batchers: LoopLocal<AcceptanceBatcher>
    let rules: EventRules
    let clock: ServiceClock
    let metrics: AcceptanceMetrics
}
