/// When a lane sends what is due: at once when nothing is under way, and else in batches worth their request.
struct LanePacing: Sendable {
    enum Decision: Equatable, Sendable {
        /// Send a batch now.
        case send
        /// Gather more until then.
        case gather(until: ContinuousClock.Instant)
        /// As many batches are under way as may be.
        case full
        /// Nothing is due.
        case idle
    }

    /// Events in one request at most.
    let batchMax: Int
    /// Batches under way at once.
    let batchesMax: Int
    /// How long to gather while a batch is under way.
    let gatherTime: Duration

    func decide(due: Int, underWay: Int, lastStart: ContinuousClock.Instant?, now: ContinuousClock.Instant) -> Decision {
        guard due > 0 else { return .idle }
        guard underWay < batchesMax else { return .full }
        guard underWay > 0, due < batchMax, let lastStart else { return .send }
        return now >= lastStart + gatherTime ? .send : .gather(until: lastStart + gatherTime)
    }
}
