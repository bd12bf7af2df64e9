import FoundationEssentials

/// All that is written down in one transaction after a request ended.
struct BatchRecord: Sendable {
    let batchID: UUID
    let startedAt: Moment
    let end: BatchEnd
    var settlements: [Settlement] = []
    var postponements: [Postponement] = []
    var attempts: [LoggedAttempt] = []
}
