import FoundationEssentials

/// Events of one or more callers that go into the tables in one transaction.
///
/// Keys are taken in one order everywhere, so that transactions with the same keys wait for each other in a row and never in a circle. Of events
/// with the same key in one batch the first goes in, and the others are compared with what is stored then.
struct AcceptanceBatch: Sendable {
    /// All events, in the order of the callers.
    let events: [StagedEvent]
    /// The events to store, in the order of their keys: one for each key.
    let leaders: [StagedEvent]
    /// For each event its place in `leaders`.
    private let leaderIndices: [Int]

    init(_ events: [StagedEvent]) {
        self.events = events
        let sorted = events.indices.sorted { left, right in
            let (leftKey, rightKey) = (events[left].key, events[right].key)
            if leftKey.order != rightKey.order { return leftKey.order < rightKey.order }
            return leftKey == rightKey ? left < right : leftKey.precedes(rightKey)
        }
        var leaders: [StagedEvent] = []
        leaders.reserveCapacity(events.count)
        var leaderIndices = [Int](repeating: 0, count: events.count)
        for index in sorted {
            if leaders.last?.key != events[index].key { leaders.append(events[index]) }
            leaderIndices[index] = leaders.count - 1
        }
        self.leaders = leaders
        self.leaderIndices = leaderIndices
    }

    /// The tenants whose rows the transaction touches.
    var tenantIDs: [UUID] {
        var seen: Set<UUID> = []
        return leaders.compactMap { seen.insert($0.key.tenantID).inserted ? $0.key.tenantID : nil }
    }

    /// The outcome of each event, in the order of the callers.
    ///
    /// `stored` tells for each leader what the tables held under its key: nil when the leader itself went in.
    func outcomes(stored: [EventDigest?]) -> [AcceptanceOutcome] {
        precondition(stored.count == leaders.count, "an answer for every leader")
        return events.indices.map { index in
            let leader = leaderIndices[index]
            if let digest = stored[leader] { return digest == events[index].digest ? .duplicate : .conflict }
            if leaders[leader].rowID == events[index].rowID { return .accepted }
            return leaders[leader].digest == events[index].digest ? .duplicate : .conflict
        }
    }
}
