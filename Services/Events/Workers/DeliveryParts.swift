import Advertising
import EventLoop
import FoundationEssentials
import Operations

/// What all lanes of one loop share. Confined to the loop.
final class DeliveryParts: @unchecked Sendable {
    let loop: EventLoop
    let store: DeliveryStore
    let credentials: any CredentialsSource
    let settings: DeliverySettings
    let budget: DeliveryBudget
    let clock: ServiceClock
    let metrics: DeliveryMetrics
    let log: Log
    var random = SystemRandomNumberGenerator()

    init(
        loop: EventLoop, store: DeliveryStore, credentials: any CredentialsSource, settings: DeliverySettings, clock: ServiceClock,
        metrics: DeliveryMetrics, log: Log
    ) {
        self.loop = loop
        self.store = store
        self.credentials = credentials
        self.settings = settings
        self.clock = clock
        self.metrics = metrics
        self.log = log
        budget = DeliveryBudget(max: settings.heldEventsMax)
    }

    /// Business time.
    var now: Moment { Moment(clock) }

    /// An id for a batch: sorts by time.
    func makeID() -> UUID {
        UUID.timeOrdered(unixNanoseconds: clock.unixNanoseconds(), using: &random)
    }

    func fields(of lane: Lane) -> LogFields {
        [.tenant: .string(lane.tenantID.uuidString.lowercased()), .platform: .string(lane.platform.rawValue)]
    }
}
