package import Advertising

/// One thing bought.
package struct OutboundContent: Sendable, Hashable {
    /// The item's id in the tenant's catalogue.
    package var id: String
    package var quantity: Int64
    /// Price of one, in the event's currency.
    package var itemPrice: Money?

    package init(id: String, quantity: Int64, itemPrice: Money? = nil) {
        self.id = id
        self.quantity = quantity
        self.itemPrice = itemPrice
    }
}
