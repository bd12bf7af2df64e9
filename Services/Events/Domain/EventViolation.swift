/// What is wrong with one event of a request.
struct EventViolation: Error, Equatable, Sendable {
    /// Constant for one cause; its raw value is what callers see.
    enum Reason: String, CaseIterable, Sendable {
        case missing = "MISSING"
        case malformed = "MALFORMED"
        case tooLong = "TOO_LONG"
        case tooMany = "TOO_MANY"
        case outOfRange = "OUT_OF_RANGE"
        case unknownCurrency = "UNKNOWN_CURRENCY"
        case timeInFuture = "TIME_IN_FUTURE"
        case eventTooOld = "EVENT_TOO_OLD"
        case customDataTooLarge = "CUSTOM_DATA_TOO_LARGE"
        case eventConflict = "EVENT_CONFLICT"
    }

    /// The path of the field within the event, e.g. `user_data.email`.
    let field: String
    let reason: Reason
    /// What is wrong and what to do. Never quotes personal data.
    let description: String

    init(_ field: String, _ reason: Reason, _ description: String) {
        self.field = field
        self.reason = reason
        self.description = description
    }

    /// The same key was accepted before with another value, currency or contents.
    static let conflict = EventViolation(
        "event_id", .eventConflict,
        "this id and name were accepted before with another value, currency or contents; the first is what is sent")
}
