import Advertising
import FoundationEssentials
import Messages
import Secrets

/// The body of an event: its form in the tables.
extension ConversionEvent {
    /// The event with everything that goes into the tables.
    func staged(rowID: UUID) -> StagedEvent {
        let compared = EventDigest.comparedBytes(value: value, currency: currency, contents: contents)
        return StagedEvent(
            rowID: rowID, key: DedupeKey(tenantID: tenantID, eventID: eventID, eventName: name.name), eventTime: eventTime,
            digest: EventDigest(SHA256.digest(of: compared)), body: body)
    }

    /// The packed body.
    var body: [UInt8] {
        var stored = EventsV1.StoredEvent()
        stored.actionSource = actionSource.map { EventsV1.ActionSource($0) } ?? .unspecified
        stored.eventSourceURL = eventSourceURL ?? ""
        stored.identifiers = identifiers.packed
        stored.value = value
        stored.currency = currency
        stored.contents = contents.map { item in
            var message = EventsV1.ContentItem()
            message.id = item.id
            message.quantity = item.quantity
            message.itemPrice = item.itemPrice
            return message
        }
        stored.orderID = orderID ?? ""
        stored.customData = customData
        return stored.packed()
    }

    /// An event out of the tables; nil when its body cannot be read.
    init?(tenantID: UUID, eventID: String, eventName: String, eventTime: Moment, body: [UInt8]) {
        guard let stored = try? EventsV1.StoredEvent(unpacking: body), let name = EventName(eventName),
            let identifiers = HashedIdentifiers(packed: stored.identifiers)
        else { return nil }
        self.init(
            tenantID: tenantID, eventID: eventID, name: name, eventTime: eventTime, actionSource: ActionSource(stored.actionSource),
            eventSourceURL: stored.eventSourceURL.isEmpty ? nil : stored.eventSourceURL, identifiers: identifiers, value: stored.value,
            currency: stored.currency,
            contents: stored.contents.map { ContentItem(id: $0.id, quantity: $0.quantity, itemPrice: $0.itemPrice) },
            orderID: stored.orderID.isEmpty ? nil : stored.orderID, customData: stored.customData)
    }

    /// The event of a delivery.
    init?(stored delivery: DueDelivery, tenantID: UUID) {
        self.init(
            tenantID: tenantID, eventID: delivery.eventID, eventName: delivery.eventName, eventTime: delivery.progress.eventTime,
            body: delivery.body)
    }
}

extension EventDigest {
    init(_ digest: SHA256Digest) {
        self.init(uuid: digest.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) })
    }
}
