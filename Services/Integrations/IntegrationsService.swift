import EventLoop
import Host
import HTTPClient
import Messages
import Operations
import Platforms
import Postgres
import RPC
import Stubs

/// Integrations: connections with ad platforms, their sealed credentials, and the word of them that Events is told.
struct IntegrationsService: HostedService {
    static let name = "integrations"
    static let summary = "connections with ad platforms"
    static let defaultPort: UInt16 = 7402

    let rpcServices: [any RPCService]
    private let pools: LoopLocal<PostgresPool>
    private let workerPool: PostgresPool
    private let loops: [EventLoop]
    private let clients: LoopLocal<HTTPClient>
    private let listener: PostgresListener
    private let pusher: DestinationPusher
    private let resealer: Resealer

    static func configuration(from environment: Environment) throws(StartError) -> IntegrationsConfiguration {
        try IntegrationsConfiguration(environment)
    }

    static func migrate(_ configuration: IntegrationsConfiguration, on loop: EventLoop, log: Log) async throws -> [String] {
        try await configuration.database.migrate(name, Migrations.all(), on: loop)
    }

    static func make(_ configuration: IntegrationsConfiguration, host: HostContext) async throws -> IntegrationsService {
        let service = IntegrationsService(configuration, host)
        try await PostgresSettings.check(name, Migrations.all(), service.pools.all[0])
        return service
    }

    private init(_ configuration: IntegrationsConfiguration, _ host: HostContext) {
        let pools = configuration.database.makePools(host.loops, log: host.log)
        let sealer = CredentialsSealer(configuration.sealingKeys)
        let stores = LoopLocal(host.loops) { ConnectionStore(pool: pools[$0], sealer: sealer) }
        let clients = LoopLocal(host.loops) { HTTPClient(loop: $0) }
        let trials = LoopLocal(host.loops) { CredentialsTrial(meta: MetaConversionsAPI(configuration.meta), client: clients[$0]) }
        let workerLoop = host.loops[0]
        let push = DestinationPush(destinations: EventsV1.DestinationServiceClient(host.client(at: configuration.eventsAddress)))
        let workerPool = PostgresPool(configuration: configuration.database.worker, loop: workerLoop, log: host.log)
        let pusher = DestinationPusher(
            outbox: Outbox(pool: workerPool), loop: workerLoop, log: host.log, metrics: OutboxMetrics(host.metrics),
            push: { await push($0) })
        let listener = PostgresListener(
            configuration: configuration.database.worker, loop: workerLoop, channels: [Outbox.channel]
        ) { _ in pusher.wake() }
        rpcServices = [
            ConnectionHandlers(stores: stores, trials: trials, clock: host.clock, wakeOutbox: { pusher.wake() }),
            CredentialsHandlers(stores: stores, clock: host.clock),
        ]
        self.pools = pools
        self.workerPool = workerPool
        self.clients = clients
        loops = host.loops
        self.pusher = pusher
        self.listener = listener
        resealer = Resealer(store: stores[workerLoop], loop: workerLoop, log: host.log)
    }

    func start() async throws {
        workerPool.loop.execute { [listener] in listener.start() }
        pusher.start()
        resealer.start()
    }

    func stop() async {
        workerPool.loop.execute { [listener] in listener.stop() }
        await pusher.stop()
        await resealer.stop()
        await LoopLocal([workerPool.loop]) { _ in workerPool }.drain(grace: .seconds(5))
        await pools.drain(grace: .seconds(5))
        for loop in loops { loop.execute { [clients] in clients[loop].shutDown() } }
    }
}
