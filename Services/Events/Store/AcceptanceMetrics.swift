import Operations

/// What can be seen from outside of how events are taken.
struct AcceptanceMetrics: Sendable {
    private let accepted: Counter
    private let duplicates: Counter
    private let conflicts: Counter
    /// Events refused for what they are.
    let invalid: Counter
    /// Events refused because too many wait.
    let refused: Counter
    private let transaction: Histogram
    private let transactionEvents: Histogram

    init(_ metrics: Metrics) {
        let events = metrics.counters("stratum_events_reported_total", "Events that callers reported, by outcome.", labels: ["outcome"])
        accepted = events.labelled(["accepted"])
        duplicates = events.labelled(["duplicate"])
        conflicts = events.labelled(["conflict"])
        invalid = events.labelled(["invalid"])
        refused = events.labelled(["queue_full"])
        transaction = metrics.histogram("stratum_events_acceptance_transaction_seconds", "Time of one transaction that stores events.")
        transactionEvents = metrics.histogram(
            "stratum_events_acceptance_transaction_events", "Events stored by one transaction.",
            amounts: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000])
    }

    /// Counts what became of the events of one transaction.
    func record(_ outcomes: [AcceptanceOutcome], transactionNanoseconds: UInt64) {
        transaction.observe(nanoseconds: Int64(clamping: transactionNanoseconds))
        transactionEvents.observe(outcomes.count)
        var (accepted, duplicates) = (0, 0)
        for outcome in outcomes {
            switch outcome {
            case .accepted: accepted += 1
            case .duplicate: duplicates += 1
            case .conflict: break
            }
        }
        self.accepted.add(accepted)
        self.duplicates.add(duplicates)
        conflicts.add(outcomes.count - accepted - duplicates)
    }
}
