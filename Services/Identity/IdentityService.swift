import EventLoop
import Host
import Operations
import Postgres
import RPC
import Secrets

/// Identity: tenants, API keys, and the access tokens that everybody else checks offline.
struct IdentityService: HostedService {
    static let name = "identity"
    static let summary = "tenants, API keys and access tokens"
    static let defaultPort: UInt16 = 7401
    /// It signs the tokens, so it knows the keys.
    static let usesIdentity = false

    let rpcServices: [any RPCService]
    private let pools: LoopLocal<PostgresPool>
    private let recorders: LoopLocal<LastUseRecorder>

    /// Groups of peers whose failed exchanges are remembered.
    private static let peerGroupsMax = 10_000

    static func configuration(from environment: Environment) throws(StartError) -> IdentityConfiguration {
        try IdentityConfiguration(environment)
    }

    static func migrate(_ configuration: IdentityConfiguration, on loop: EventLoop, log: Log) async throws -> [String] {
        try await configuration.database.migrate(name, Migrations.all(), on: loop)
    }

    static func make(_ configuration: IdentityConfiguration, host: HostContext) async throws -> IdentityService {
        let service = IdentityService(configuration, host)
        try await PostgresSettings.check(name, Migrations.all(), service.pools.all[0])
        return service
    }

    private init(_ configuration: IdentityConfiguration, _ host: HostContext) {
        let pools = configuration.database.makePools(host.loops, log: host.log)
        let stores = LoopLocal(host.loops) { IdentityStore(pool: pools[$0]) }
        let recorders = LoopLocal(host.loops) { loop in
            LastUseRecorder(store: stores[loop], interval: configuration.lastUseInterval, loop: loop, log: host.log)
        }
        let tokens = TokenIssuer(keys: configuration.tokenKeys, lifetime: configuration.accessTokenLifetime)
        host.trustedKeys.setIdentityKeys(tokens.verifyingKeys)
        let hasher = KeyedHasher(configuration.hashKeys)
        let issuer = APIKeyIssuer(
            stores: stores, hasher: hasher, clock: host.clock, keysPerTenantMax: configuration.apiKeysPerTenantMax)
        let pageTokens = PageTokens(hasher: hasher)
        let clock = host.clock
        rpcServices = [
            TenantHandlers(stores: stores, issuer: issuer, pageTokens: pageTokens, clock: clock),
            APIKeyHandlers(stores: stores, issuer: issuer, pageTokens: pageTokens, clock: clock),
            TokenHandlers(
                stores: stores, hasher: hasher, tokens: tokens, operatorKey: configuration.operatorKey,
                apiKeyGate: Self.gate("api_key", configuration, host.metrics),
                operatorKeyGate: Self.gate("operator_key", configuration, host.metrics), clock: clock,
                noteUse: { grant, loop in recorders[loop].note(tenantID: grant.tenantID, apiKeyID: grant.apiKeyID, at: clock.date) }),
        ]
        self.pools = pools
        self.recorders = recorders
    }

    private static func gate(_ credential: String, _ configuration: IdentityConfiguration, _ metrics: Metrics) -> ExchangeGate {
        let failures = metrics.counters(
            "stratum_identity_failed_exchanges_total", "Exchanges with a wrong key.", labels: ["credential"])
        let refusals = metrics.counters(
            "stratum_identity_throttled_exchanges_total", "Exchanges turned away because their address failed too often.",
            labels: ["credential"])
        return ExchangeGate(
            FailureThrottle(failuresMax: configuration.failedExchangesMax, each: .seconds(60), groupsMax: peerGroupsMax),
            failures: failures.labelled(credential), refusals: refusals.labelled(credential))
    }

    func start() async throws {
        for recorder in recorders.all { recorder.start() }
    }

    func stop() async {
        for recorder in recorders.all { await recorder.stop() }
        await pools.drain(grace: .seconds(5))
    }
}
