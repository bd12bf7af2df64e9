import Advertising

/// A conversion as a caller reports it, before anything is checked. Holds personal data: it lives for the length of a call.
struct ReportedEvent: Sendable {
    var eventID = ""
    var eventName = ""
    /// Nil: the time of receipt.
    var eventTime: Moment?
    /// Nil when it was not said.
    var actionSource: ActionSource?
    var eventSourceURL = ""
    /// Nil when there is no user data at all.
    var person: PersonalData?
    var value: Double?
    /// Empty: the tenant's currency.
    var currency = ""
    var contents: [ContentItem] = []
    var orderID = ""
    /// A JSON object, empty when there are none.
    var customData: [UInt8] = []
    /// What was wrong already when the message was read.
    var flaws: [EventViolation] = []
}
