import FoundationEssentials

/// Another try for one delivery, later.
struct Postponement: Equatable, Sendable {
    let eventRowID: UUID
    let attempts: Int
    let nextAttemptAt: Moment
    let unknownSince: Moment?
    let reason: String
}
