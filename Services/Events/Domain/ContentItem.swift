/// One thing bought.
struct ContentItem: Equatable, Sendable {
    /// The item's id in the tenant's catalogue.
    let id: String
    let quantity: Int64
    /// Price of one, in the event's currency.
    let itemPrice: Double?
}
