import EventLoop
import Operations
import Postgres

/// Gathers the events of concurrent callers into few transactions: while as many as may be are under way, what comes waits for the next one.
///
/// Nothing is held back when nothing is under way, so a quiet service answers at once, and a busy one pays for a commit once for many callers.
/// *Confined* to its loop.
final class AcceptanceBatcher: @unchecked Sendable {
    /// Its limits.
    struct Limits: Sendable {
        /// Events that may wait, those under way left out: some tenths of a second of work. More are refused.
        var waitingEventsMax = 5_000
        /// Events in one transaction.
        var transactionEventsMax = 2_000
        /// Transactions under way at once.
        var transactionsMax = 2
        /// For one transaction, waiting for a connection included.
        var transactionTimeout: Duration = .seconds(5)
    }

    /// Why events were not accepted, though nothing is wrong with them.
    enum Refusal: Error, Equatable {
        /// Too many wait already.
        case queueFull
        /// The caller's time was up before it was their turn: nothing was stored.
        case deadlineExceeded
        /// The service is stopping.
        case stopping
    }

    private let loop: EventLoop
    private let limits: Limits
    private let clock: ServiceClock
    private let metrics: AcceptanceMetrics
    private let accept: @Sendable (AcceptanceBatch, Moment, Duration) async throws -> EventStore.Acceptance
    /// Makes the partitions for a moment, when they are missing: business time may have been moved.
    private let makeRoom: @Sendable (Moment) async throws -> Void
    /// Told which lanes may have work, after their events are stored.
    private let wake: @Sendable ([Lane]) -> Void

    private var waiting: [Request] = []
    private var waitingEvents = 0
    private var underWay = 0
    private var isPumpAsked = false
    private var isStopping = false
    private var expiryTimer: LoopTimer?
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []

    /// How often the queue is searched for callers whose time is up.
    private static let expiryInterval: Duration = .milliseconds(50)

    private struct Request {
        let events: [StagedEvent]
        /// On the loop's clock, in nanoseconds.
        let deadline: UInt64
        let continuation: CheckedContinuation<[AcceptanceOutcome], any Error>
    }

    init(
        loop: EventLoop, limits: Limits, clock: ServiceClock, metrics: AcceptanceMetrics,
        accept: @escaping @Sendable (AcceptanceBatch, Moment, Duration) async throws -> EventStore.Acceptance,
        makeRoom: @escaping @Sendable (Moment) async throws -> Void, wake: @escaping @Sendable ([Lane]) -> Void
    ) {
        self.loop = loop
        self.limits = limits
        self.clock = clock
        self.metrics = metrics
        self.accept = accept
        self.makeRoom = makeRoom
        self.wake = wake
    }

    /// Stores events durably and says what became of each. Throws a `Refusal`, or the store's error.
    func accept(_ events: [StagedEvent], timeout: Duration) async throws -> [AcceptanceOutcome] {
        loop.preconditionIsCurrent()
        guard !events.isEmpty else { return [] }
        try checkRoom(for: events.count)
        let deadline = loop.now &+ UInt64(clamping: timeout.wholeMicroseconds &* 1000)
        return try await withCheckedThrowingContinuation { continuation in
            waiting.append(Request(events: events, deadline: deadline, continuation: continuation))
            waitingEvents += events.count
            askForPump()
        }
    }

    /// Throws the refusal that so many events would meet now. Asked before the work of checking them, too: what is refused must cost little, or
    /// a flood of it leaves no time for what was taken.
    func checkRoom(for count: Int) throws(Refusal) {
        loop.preconditionIsCurrent()
        guard !isStopping else { throw .stopping }
        // A request larger than the queue is let in when it is alone, or it would never be.
        guard waiting.isEmpty || waitingEvents + count <= limits.waitingEventsMax else {
            metrics.refused.add(count)
            throw .queueFull
        }
    }

    /// Takes nothing more, and returns when everything that was taken has its answer.
    func stop() async {
        loop.preconditionIsCurrent()
        isStopping = true
        guard underWay > 0 || !waiting.isEmpty else { return }
        await withCheckedContinuation { idleWaiters.append($0) }
    }

    /// Events that wait for a transaction.
    var queueLength: Int { waitingEvents }

    // MARK: Transactions

    /// Once for each wake of the loop, so that callers who came together go together.
    private func askForPump() {
        guard !isPumpAsked else { return }
        isPumpAsked = true
        loop.atWakeEnd(self)
    }

    private func pump() {
        while underWay < limits.transactionsMax, !waiting.isEmpty {
            let requests = nextRequests()
            guard !requests.isEmpty else { break }
            underWay += 1
            loop.spawn("acceptance") { [self] in
                await run(requests)
                underWay -= 1
                pump()
                if underWay == 0, waiting.isEmpty {
                    for waiter in idleWaiters { waiter.resume() }
                    idleWaiters = []
                }
            }
        }
        watchDeadlines()
    }

    /// The oldest callers that fit into one transaction, and one at least. Those whose time is up get their answer and are left out.
    private func nextRequests() -> [Request] {
        var (count, taken) = (0, 0)
        var requests: [Request] = []
        for request in waiting {
            guard count == 0 || count + request.events.count <= limits.transactionEventsMax else { break }
            taken += 1
            waitingEvents -= request.events.count
            guard request.deadline > loop.now else {
                request.continuation.resume(throwing: Refusal.deadlineExceeded)
                continue
            }
            count += request.events.count
            requests.append(request)
        }
        waiting.removeFirst(taken)
        return requests
    }

    private func run(_ requests: [Request]) async {
        do {
            try await store(requests)
        } catch let error as PostgresError where requests.count > 1 && Self.isAboutTheData(error) {
            // One caller's events cannot be stored: the others' must not suffer for it.
            for request in requests { await run([request]) }
        } catch {
            for request in requests { request.continuation.resume(throwing: error) }
        }
    }

    private func store(_ requests: [Request]) async throws {
        let batch = AcceptanceBatch(requests.count == 1 ? requests[0].events : requests.flatMap(\.events))
        let started = loop.now
        var attempt = 1
        while true {
            do {
                let acceptance = try await accept(batch, Moment(clock), limits.transactionTimeout)
                metrics.record(acceptance.outcomes, transactionNanoseconds: loop.now &- started)
                answer(requests, acceptance.outcomes)
                wake(acceptance.lanes)
                return
            } catch let error as PostgresError where Self.isPartitionMissing(error) && attempt < 3 {
                // By the ids and not by the clock: ids never go back, a clock may.
                try await makeRoom(batch.leaders.map { Moment(acceptedAs: $0.rowID) }.max() ?? Moment(clock))
                attempt += 1
            } catch let error as PostgresError where error.isRetryable && attempt < 3 {
                attempt += 1
            } catch StoreError.changedMeanwhile where attempt < 3 {
                attempt += 1
            }
        }
    }

    private func answer(_ requests: [Request], _ outcomes: [AcceptanceOutcome]) {
        var start = 0
        for request in requests {
            let end = start + request.events.count
            request.continuation.resume(returning: Array(outcomes[start..<end]))
            start = end
        }
    }

    /// Data exceptions and violated constraints (classes 22 and 23), but for a partition that is missing, which is not the caller's doing.
    private static func isAboutTheData(_ error: PostgresError) -> Bool {
        (error.sqlState?.errorClass == "22" || error.sqlState?.errorClass == "23") && !isPartitionMissing(error)
    }

    /// The server's answer to a row that no partition is for: a check violation without the name of a check (ExecFindPartition in PostgreSQL 15).
    private static func isPartitionMissing(_ error: PostgresError) -> Bool {
        error.sqlState == .checkViolation && error.constraint == nil
    }

    // MARK: Deadlines

    /// One timer for all who wait: a timer for each would cost every call one.
    private func watchDeadlines() {
        guard expiryTimer == nil, !waiting.isEmpty else { return }
        expiryTimer = loop.schedule(after: Self.expiryInterval) { [weak self] in
            guard let self else { return }
            self.expiryTimer = nil
            self.expire()
            self.watchDeadlines()
        }
    }

    private func expire() {
        let now = loop.now
        guard waiting.contains(where: { $0.deadline <= now }) else { return }
        var kept: [Request] = []
        for request in waiting {
            if request.deadline > now {
                kept.append(request)
            } else {
                waitingEvents -= request.events.count
                request.continuation.resume(throwing: Refusal.deadlineExceeded)
            }
        }
        waiting = kept
    }
}

extension AcceptanceBatcher: WakeEndHandler {
    func wakeEnded() {
        isPumpAsked = false
        pump()
    }
}
