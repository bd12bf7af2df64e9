import EventLoop
import Operations

/// Keeps room in the tables: makes partitions ahead, drops those that have had their time, and prunes dedupe keys. One for each process, on one loop;
/// several processes may do it at once.
final class Retention: @unchecked Sendable {
    /// How long things are kept.
    struct Limits: Sendable {
        /// Events, deliveries and the delivery log.
        var log: Duration = .seconds(30 * 86_400)
        /// Dedupe keys: longer than the seven days that are promised.
        var dedupeKeys: Duration = .seconds(8 * 86_400)
        /// Partitions made ahead.
        var ahead: Duration = .seconds(3 * 86_400)
        /// Between two rounds.
        var interval: Duration = .seconds(3600)
        /// Pages of the table of dedupe keys in one transaction: some ten thousand rows.
        var pagesPerChunk = 256
        /// Between two chunks, so that pruning never fills the disk's or the log's time.
        var chunkPause: Duration = .milliseconds(100)
    }

    private let loop: EventLoop
    private let store: RetentionStore
    private let limits: Limits
    private let clock: ServiceClock
    private let log: Log
    private var task: Task<Void, Never>?
    /// The business time for which partitions were last made.
    private var preparedAt: Moment?

    private static let timeout: Duration = .seconds(30)
    /// Building an index of a day's events takes its time.
    private static let indexTimeout: Duration = .seconds(600)
    private static let day: Duration = .seconds(86_400)
    private static let retryInterval: Duration = .seconds(60)
    /// Between looks at the clock.
    private static let lookInterval: Duration = .seconds(1)

    init(loop: EventLoop, store: RetentionStore, limits: Limits, clock: ServiceClock, log: Log) {
        self.loop = loop
        self.store = store
        self.limits = limits
        self.clock = clock
        self.log = log
    }

    /// Makes the partitions that are needed now. Throws when that cannot be done: without them nothing can be accepted.
    func prepare() async throws {
        let now = Moment(clock)
        try await store.ensurePartitions(from: now - Self.day, to: now + limits.ahead, timeout: Self.timeout)
        preparedAt = now
    }

    /// Whether there is room for what comes now. Business time may be moved by whoever tries things out.
    private var isPrepared: Bool {
        guard let preparedAt else { return false }
        let moved = Moment(clock) - preparedAt
        return moved > .zero - Self.day && moved < limits.ahead
    }

    /// Goes on with it by itself.
    func start() {
        loop.preconditionIsCurrent()
        task = loop.spawn("retention") { [self] in
            while !Task.isCancelled {
                let isDone = await round()
                let next = ContinuousClock.now + (isDone ? limits.interval : Self.retryInterval)
                repeat {
                    guard (try? await loop.sleep(for: Self.lookInterval)) != nil else { return }
                } while ContinuousClock.now < next && (isPrepared || !isDone)
            }
        }
    }

    func stop() async {
        loop.preconditionIsCurrent()
        task?.cancel()
        await task?.value
    }

    /// One round. False when something could not be done, and is better tried again soon.
    @discardableResult
    func round() async -> Bool {
        do {
            try await prepare()
            let now = Moment(clock)
            while let partition = try await store.dropOldestPartition(before: now - limits.log, timeout: Self.timeout) {
                log.info("dropped a partition that had its time", [.job: "retention", .destination: .string(partition)])
            }
            while try await store.indexClosedPartition(before: now - Self.day, timeout: Self.indexTimeout) != nil {}
            let pruned = try await pruneDedupeKeys(before: now - limits.dedupeKeys)
            if pruned > 0 { log.info("pruned dedupe keys", [.job: "retention", .count: .int(pruned)]) }
            return true
        } catch {
            if !Task.isCancelled { log.warning("a round of retention failed", [.job: "retention", .error: "\(error)"]) }
            return false
        }
    }

    /// Walks over the table in chunks. Returns how many keys went.
    func pruneDedupeKeys(before moment: Moment) async throws -> Int {
        let pages = try await store.dedupeKeyPages(timeout: Self.timeout)
        var count = 0
        var first = 0
        while first < pages {
            let end = min(first + limits.pagesPerChunk, pages)
            let pruned = try await store.pruneDedupeKeys(before: moment, pages: first..<end, timeout: Self.timeout)
            count += pruned
            first = end
            if pruned > 0 { try await loop.sleep(for: limits.chunkPause) }
        }
        return count
    }
}
