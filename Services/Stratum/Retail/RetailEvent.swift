import Advertising
import Messages

/// Turns an order into the conversion event that is reported for it.
enum RetailEvent {
    /// `purchase` for an invoice, `refund` with a positive value for a cancelled one. The event's id is made from the invoice number alone,
    /// so that a second import is recognised. `shift` is added to the time, in seconds.
    static func make(_ order: RetailOrders.Order, shift: Int64, customers: CustomerBook?) -> EventsV1.ConversionEvent {
        var event = EventsV1.ConversionEvent()
        event.eventID = "invoice-\(order.invoice)"
        event.eventName = order.isCancellation ? "refund" : "purchase"
        var time = GoogleProtobuf.Timestamp()
        time.seconds = order.time + shift
        event.eventTime = time
        event.actionSource = .systemGenerated
        event.orderID = order.invoice
        event.value = Micros.value(order.valueMicros)
        event.currency = "GBP"
        event.contents = order.rows.map(content)
        event.userData = userData(order, customers: customers)
        return event
    }

    private static func content(_ row: RetailRow) -> EventsV1.ContentItem {
        var item = EventsV1.ContentItem()
        item.id = row.stockCode
        item.quantity = Int64(clamping: row.quantity.magnitude)
        item.itemPrice = Micros.value(row.priceMicros)
        return item
    }

    private static func userData(_ order: RetailOrders.Order, customers: CustomerBook?) -> EventsV1.UserData {
        var user = EventsV1.UserData()
        user.externalID = order.customer
        // A country that is none, such as "Unspecified", is left out: the order counts without it.
        user.country = Country(order.country)?.code ?? ""
        guard let customer = customers?[order.customer] else { return user }
        user.email = customer.email
        user.phone = customer.phone
        user.firstName = customer.firstName
        user.lastName = customer.lastName
        user.postalCode = customer.postalCode
        user.clientIPAddress = customer.ipAddress
        user.clientUserAgent = customer.userAgent
        return user
    }
}
