import Advertising
import EventLoop
import FoundationEssentials
import Operations
import Resilience
import RPC

/// Tells Events what has changed with the connections: takes changes out of the outbox by batches, calls Events, and records what became of them.
///
/// *Confined* to its loop, but for `start`, `wake` and `stop`. Woken by this process and by the database's notifications, and looking by itself every
/// so often, so that a lost wake-up costs no more than that. While Events is out of reach, one change is tried at a time, and nothing is lost
/// or counted against a change. One that Events refuses is parted from those that came with it, tried again later, and set aside in the end.
final class DestinationPusher: @unchecked Sendable {
    private let loop: EventLoop
    private let outbox: Outbox
    private let push: @Sendable ([DestinationChange]) async -> PushOutcome
    private let log: Log
    private let metrics: OutboxMetrics
    private let wakeup: Wakeup
    private var task: Task<Void, Never>?
    private var isStopping = false
    private var failuresInARow = 0
    private var random = SystemRandomNumberGenerator()

    /// Changes in one call: half of what Events takes at most.
    private static let batchMax = 500
    /// How long a batch belongs to who took it: far longer than a call and its record may take together.
    static let lease = Duration.seconds(15)
    /// How long it sleeps when nobody wakes it.
    private static let pollInterval = Duration.seconds(1)
    /// Events must hear of changes within a second of being back, so the waits stay short: a call a second costs nothing.
    private static let backoff = Backoff(initial: .milliseconds(50), cap: .seconds(1), jitter: .equal)

    init(
        outbox: Outbox, loop: EventLoop, log: Log, metrics: OutboxMetrics,
        push: @escaping @Sendable ([DestinationChange]) async -> PushOutcome
    ) {
        self.outbox = outbox
        self.loop = loop
        self.log = log
        self.metrics = metrics
        self.push = push
        wakeup = Wakeup(loop: loop)
    }

    /// Begins to work. From any thread.
    func start() {
        loop.execute { [self] in
            precondition(task == nil, "a pusher starts once")
            task = loop.spawn("destination-pusher") { [self] in await work() }
        }
    }

    /// Says that there is something to tell. From any thread.
    func wake() {
        wakeup.wake()
    }

    /// Lets the batch in hand end, and stops.
    func stop() async {
        await withCheckedContinuation { continuation in
            loop.execute { [self] in
                isStopping = true
                loop.spawn { [self] in
                    wakeup.wake()
                    await task?.value
                    continuation.resume()
                }
            }
        }
    }

    private func work() async {
        while !isStopping {
            await wakeup.sleep(for: await turn())
        }
    }

    /// One batch. Returns how long there is nothing to do.
    private func turn() async -> Duration {
        do {
            let batch = try await outbox.take(most: failuresInARow == 0 ? Self.batchMax : 1, lease: Self.lease)
            guard !batch.isEmpty else { return Self.pollInterval }
            let isReachable = try await tell(batch)
            return isReachable ? succeeded() : failed()
        } catch {
            log.warning("the outbox cannot be read or written; trying again", [.error: .string("\(error)")])
            return failed()
        }
    }

    /// Tells Events of a batch, halving it until what is refused stands alone. Returns false when Events is out of reach.
    private func tell(_ batch: [DestinationChange]) async throws -> Bool {
        switch await push(batch) {
        case .taken:
            try await outbox.finish(batch)
            metrics.pushed.add(batch.count)
            return true
        case .unreachable(let reason):
            if failuresInARow == 0 { log.warning("events cannot be told of destinations; trying again", [.reason: .string(reason)]) }
            try await outbox.release(batch)
            return false
        case .refused(let reason) where batch.count == 1:
            try await refused(batch[0], reason: reason)
            return true
        case .refused:
            let middle = batch.count / 2
            guard try await tell(Array(batch[..<middle])) else {
                try await outbox.release(Array(batch[middle...]))
                return false
            }
            return try await tell(Array(batch[middle...]))
        }
    }

    private func refused(_ change: DestinationChange, reason: String) async throws {
        let delay = RetrySchedule.delay(afterAttempt: change.attempts + 1, using: &random)
        try await outbox.recordRefusal(of: change, reason: reason, retryAfter: delay)
        let fields: LogFields = [
            .tenant: .string(change.tenantID.uuidString.lowercased()), .platform: .string(change.platform.rawValue),
            .attempt: .int(change.attempts + 1), .reason: .string(reason),
        ]
        if delay == nil {
            metrics.setAside.add()
            log.error("events refused a destination for the last time; it is set aside", fields)
        } else {
            log.warning("events refused a destination; trying again later", fields)
        }
    }

    private func succeeded() -> Duration {
        if failuresInARow > 0 { log.info("events can be told of destinations again", [.count: .int(failuresInARow)]) }
        failuresInARow = 0
        return .zero
    }

    private func failed() -> Duration {
        failuresInARow += 1
        metrics.failures.add()
        return Self.backoff.delay(afterAttempt: failuresInARow, using: &random)
    }
}
