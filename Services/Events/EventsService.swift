import Advertising
import EventLoop
import FoundationEssentials
import Host
import Messages
import Operations
import Postgres
import RPC
import Stubs

/// Events: takes conversion events once, and delivers each to every connected platform, with a log to prove it.
struct EventsService: HostedService {
    static let name = "events"
    static let summary = "conversion events and their delivery"
    static let defaultPort: UInt16 = 7405

    let rpcServices: [any RPCService]
    private let loops: [EventLoop]
    private let pools: LoopLocal<PostgresPool>
    private let workerPools: LoopLocal<PostgresPool>
    private let batchers: LoopLocal<AcceptanceBatcher>
    private let dispatch: LaneDispatch
    private let workers: LoopLocal<DeliveryWorker>
    private let notices: LaneNotices
    private let sweep: LaneSweep
    private let retention: Retention

    /// For the parts of the start that ask the database.
    private static let startTimeout: Duration = .seconds(10)
    private static let drainGrace: Duration = .seconds(5)

    static func configuration(from environment: Environment) throws(StartError) -> EventsConfiguration {
        try EventsConfiguration(environment)
    }

    static func migrate(_ configuration: EventsConfiguration, on loop: EventLoop, log: Log) async throws -> [String] {
        try await Migrator(schema: name, migrations: Migrations.all()).apply(to: configuration.database.owner, on: loop)
    }

    static func make(_ configuration: EventsConfiguration, host: HostContext) async throws -> EventsService {
        let service = EventsService(configuration, host)
        let pool = service.pools.all[0]
        try await pool.connect(timeout: startTimeout)
        try await Migrator(schema: name, migrations: Migrations.all()).check(pool)
        try await service.retention.prepare()
        return service
    }

    private init(_ configuration: EventsConfiguration, _ host: HostContext) {
        let (loops, clock, log) = (host.loops, host.clock, host.log)
        let acceptanceMetrics = AcceptanceMetrics(host.metrics)
        let deliveryMetrics = DeliveryMetrics(host.metrics)
        let database = configuration.database
        let pools = LoopLocal(loops) { loop in
            PostgresPool(configuration: database.everyday.divided(over: loops.count), loop: loop, log: log)
        }
        let workerPools = LoopLocal(loops) { loop in
            PostgresPool(configuration: database.worker.divided(over: loops.count), loop: loop, log: log)
        }
        let credentials = IntegrationsCredentials(
            client: IntegrationsV1.CredentialsServiceClient(host.client(at: configuration.integrationsAddress)))
        let holder = UUID.timeOrdered().uuidString.lowercased()
        let notices = LaneNotices(loop: loops[0], pool: workerPools[loops[0]], log: log)
        let workers = LoopLocal(loops) { loop in
            let parts = DeliveryParts(
                loop: loop, store: DeliveryStore(pool: pools[loop], timeout: .seconds(5)),
                credentials: CredentialsCache(
                    loop: loop, log: log, fetch: { await credentials.fetch($0) }, report: { try await credentials.report($0, $1, $2) }),
                settings: configuration.delivery, clock: clock, metrics: deliveryMetrics, log: log)
            return DeliveryWorker(
                parts: parts, lanes: LaneStore(pool: workerPools[loop]), senders: configuration.makeSenders(loop: loop),
                holder: "\(holder)/\(loop.name)", tellOthers: { notices.tell($0) })
        }
        let dispatch = LaneDispatch(workers.all)
        let batchers = LoopLocal(loops) { loop in
            let store = EventStore(pool: pools[loop])
            return AcceptanceBatcher(
                loop: loop, limits: configuration.acceptance, clock: clock, metrics: acceptanceMetrics,
                accept: { try await store.accept($0, now: $1, timeout: $2) },
                makeRoom: { try await RetentionStore(pool: workerPools[loop]).makeRoom(at: $0, timeout: Self.startTimeout) },
                wake: { dispatch.wake($0) })
        }
        rpcServices = [
            EventsHandlers(batchers: batchers, rules: EventRules(), clock: clock, metrics: acceptanceMetrics),
            DeliveryHandlers(
                logs: LoopLocal(loops) { DeliveryLog(pool: pools[$0], dedupeRetention: configuration.retention.dedupeKeys) },
                preview: configuration.makePreview(), clock: clock, wake: { dispatch.wake([$0], fromStart: true) }),
            DestinationHandlers(
                stores: LoopLocal(loops) { DestinationStore(pool: pools[$0]) }, reconnect: { dispatch.reconnect($0) }),
        ]
        let first = loops[0]
        sweep = LaneSweep(
            loop: first, lanes: LaneStore(pool: workerPools[first]), interval: configuration.delivery.sweepInterval, clock: clock, log: log,
            wake: { dispatch.wake($0) })
        retention = Retention(
            loop: first, store: RetentionStore(pool: workerPools[first]), limits: configuration.retention, clock: clock, log: log)
        self.loops = loops
        self.pools = pools
        self.workerPools = workerPools
        self.batchers = batchers
        self.dispatch = dispatch
        self.notices = notices
        self.workers = workers
    }

    // MARK: Life

    func start() async throws {
        await onEachLoop { loop in workers[loop].start() }
        await onLoop(loops[0]) { [notices, dispatch, sweep, retention] in
            notices.start { dispatch.wake($0) }
            sweep.start()
            retention.start()
        }
    }

    /// Lets what was taken be stored and what is under way be written down, and gives the lanes back.
    func stop() async {
        await onLoop(loops[0]) { [notices, sweep, retention] in
            notices.stop()
            await sweep.stop()
            await retention.stop()
        }
        await onEachLoop { loop in
            await batchers[loop].stop()
            await workers[loop].stop()
            await pools[loop].drain(grace: Self.drainGrace)
            await workerPools[loop].drain(grace: Self.drainGrace)
        }
    }

    /// Runs `body` on every loop, all at once.
    private func onEachLoop(_ body: @escaping @Sendable (EventLoop) async -> Void) async {
        await withTaskGroup { group in
            for loop in loops { group.addTask { await onLoop(loop) { await body(loop) } } }
        }
    }

    private func onLoop(_ loop: EventLoop, _ body: @escaping @Sendable () async -> Void) async {
        await withCheckedContinuation { continuation in
            loop.spawn("life") {
                await body()
                continuation.resume()
            }
        }
    }
}
