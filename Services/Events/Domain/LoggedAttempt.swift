import FoundationEssentials

/// One line of the delivery log: a try that did not end as delivered.
struct LoggedAttempt: Equatable, Sendable {
    let eventRowID: UUID
    /// Counts from 1.
    let number: Int
    /// The word for what it came to, as `AttemptOutcome` has it.
    let outcome: String
    /// The platform's error code; nil when there is none.
    let platformCode: String?
    let reason: String
    /// SHA-256 of the event's JSON as it was sent.
    let bodySHA256: [UInt8]
}
