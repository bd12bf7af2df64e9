import Advertising
import EventLoop
import HTTPClient
import Operations
import Platforms
import Secrets

/// Sends to Meta's Conversions API. Confined to the loop of its client.
struct MetaSender: EventSender {
    let api: MetaConversionsAPI
    let client: HTTPClient

    let platform = Platform.meta
    var limits: EventLimits { api.configuration.limits }
    var requestBytesMax: Int { api.configuration.requestBytesMax }

    func prepare(_ event: ConversionEvent, now: Moment) -> Preparation {
        switch api.prepare(OutboundEvent(event), now: now.unixSeconds) {
        case .success(let prepared):
            .ready(PreparedEvent(payload: .meta(prepared), byteCount: prepared.json.count, sha256: SHA256.digest(of: prepared.json).bytes))
        case .failure(let refusal): .refused(refusal.reason)
        }
    }

    func send(_ events: [PreparedEvent], with credentials: DeliveryCredentials) async -> SendAnswer {
        let prepared = events.map { event in
            guard case .meta(let prepared) = event.payload else {
                preconditionFailure("an event of another platform was given to Meta's sender")
            }
            return prepared
        }
        guard case .meta(let pixelID, let accessToken) = credentials.platform else {
            preconditionFailure("credentials of another platform were given to Meta's sender")
        }
        let answer = await api.send(prepared, MetaCredentials(pixelID: pixelID, accessToken: accessToken.revealText()), over: client)
        return SendAnswer(answer)
    }
}

extension OutboundEvent {
    /// A stored event as adapters take it.
    init(_ event: ConversionEvent) {
        let currency = Currency(event.currency)
        self.init(
            id: event.eventID, name: event.name, time: event.eventTime.unixSeconds, actionSource: event.actionSource,
            sourceURL: event.eventSourceURL, identifiers: event.identifiers,
            value: currency.flatMap { currency in event.value.flatMap { Money($0, currency: currency) } },
            contents: event.contents.map { item in
                OutboundContent(
                    id: item.id, quantity: item.quantity,
                    itemPrice: currency.flatMap { currency in item.itemPrice.flatMap { Money($0, currency: currency) } })
            },
            orderID: event.orderID, customData: event.customData)
    }
}
