package import Advertising

/// A conversion as Stratum sends it, in no platform's words. The same value makes the same request bytes, however often it is sent.
package struct OutboundEvent: Sendable, Hashable {
    /// The id by which a platform knows a repeat.
    package var id: String
    package var name: EventName
    /// When it happened, Unix seconds.
    package var time: Int64
    /// Nil when the sender did not say; each platform's adapter then chooses what claims least.
    package var actionSource: ActionSource?
    /// The page, for a website.
    package var sourceURL: String?
    package var identifiers: HashedIdentifiers
    /// Not negative.
    package var value: Money?
    package var contents: [OutboundContent]
    package var orderID: String?
    /// The tenant's own properties: a JSON object, or empty for none.
    package var customData: [UInt8]

    package init(
        id: String, name: EventName, time: Int64, actionSource: ActionSource? = nil, sourceURL: String? = nil,
        identifiers: HashedIdentifiers, value: Money? = nil, contents: [OutboundContent] = [], orderID: String? = nil,
        customData: [UInt8] = []
    ) {
        self.id = id
        self.name = name
        self.time = time
        self.actionSource = actionSource
        self.sourceURL = sourceURL
        self.identifiers = identifiers
        self.value = value
        self.contents = contents
        self.orderID = orderID
        self.customData = customData
    }
}
