import Advertising
import FoundationEssentials

/// A conversion as it was accepted: checked, and with nothing of the person left but digests and what platforms take plain.
struct ConversionEvent: Sendable {
    let tenantID: UUID
    /// The tenant's own id of the happening.
    let eventID: String
    let name: EventName
    let eventTime: Moment
    /// Nil when it was not said: each platform's adapter then takes what claims least.
    let actionSource: ActionSource?
    /// The page, for a website; nil when it was not given.
    let eventSourceURL: String?
    let identifiers: HashedIdentifiers
    /// What it was worth; nil when that was not said.
    let value: Double?
    /// ISO 4217 code.
    let currency: String
    let contents: [ContentItem]
    /// The tenant's id of the order; nil when it was not given.
    let orderID: String?
    /// More properties: a JSON object, empty when there are none.
    let customData: [UInt8]
}
