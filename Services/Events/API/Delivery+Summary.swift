import Advertising
import FoundationEssentials
import Messages

extension EventsV1.Delivery {
    /// `waiting` is why its lane sends nothing at present; it is the reason then.
    init(_ summary: DeliverySummary, waiting: String? = nil) {
        self.init()
        id = summary.id.description
        eventID = summary.eventID
        eventName = summary.eventName
        platform = AdvertisingV1.Platform(summary.id.platform)
        status = EventsV1.DeliveryStatus(summary.status)
        reason = waiting ?? summary.reason ?? ""
        attempts = Int32(clamping: summary.attempts)
        eventTime = GoogleProtobuf.Timestamp(summary.eventTime)
        acceptedAt = GoogleProtobuf.Timestamp(summary.acceptedAt)
        updatedAt = GoogleProtobuf.Timestamp(summary.settledAt ?? summary.acceptedAt)
        nextAttemptAt = summary.nextAttemptAt.map { GoogleProtobuf.Timestamp($0) }
        latency = summary.latency.map { GoogleProtobuf.Duration($0) }
    }
}
