import Messages

/// Makes requests out of a stock of events that look like a shop's: only the id differs from call to call, so that making them costs the
/// client little of the processor it shares with the service.
struct EventFactory {
    private var stock: [EventsV1.ConversionEvent]
    /// Begins the ids of this run, so that none comes twice.
    private let prefix: String

    init(prefix: String, batch: Int) {
        self.prefix = prefix
        stock = (0..<batch).map(Self.event)
    }

    /// A request with the events numbered from `first`.
    mutating func request(first: Int) -> EventsV1.IngestEventsRequest {
        for index in stock.indices { stock[index].eventID = "\(prefix)\(first + index)" }
        var request = EventsV1.IngestEventsRequest()
        request.events = stock
        return request
    }

    /// The number in an id of this run; nil for another's.
    func number(of eventID: String) -> Int? {
        eventID.hasPrefix(prefix) ? Int(eventID.dropFirst(prefix.count)) : nil
    }

    private static func event(_ index: Int) -> EventsV1.ConversionEvent {
        var user = EventsV1.UserData()
        user.email = "customer\(index)@example.com"
        user.externalID = "\(10_000 + index)"
        user.country = "GB"
        user.clientIPAddress = "192.0.2.\(index % 250 + 1)"
        user.clientUserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
        var event = EventsV1.ConversionEvent()
        event.eventName = "purchase"
        event.actionSource = .website
        event.eventSourceURL = "https://shop.example.com/orders/\(index)"
        event.userData = user
        event.value = Double(1999 + index) / 100
        event.currency = "GBP"
        event.contents = (0..<2).map { line in
            var item = EventsV1.ContentItem()
            item.id = "SKU-\(index * 2 + line)"
            item.quantity = Int64(line + 1)
            item.itemPrice = 4.95
            return item
        }
        event.orderID = "order-\(index)"
        return event
    }
}
