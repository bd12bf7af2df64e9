import EventLoop
import Foundation
import Messages
import Operations
import Postgres
import RPC
import Secrets
import Synchronization
import TestSupport

@testable import Identity

/// Identity's handlers on a database of their own, called without a network.
struct TestAPI {
    let test: TestStore
    let tenants: TenantHandlers
    let apiKeys: APIKeyHandlers
    let tokens: TokenHandlers
    let issuer: TokenIssuer
    let uses: Uses

    /// What was noted of exchanged keys.
    final class Uses: Sendable {
        let grants = Mutex<[APIKeyGrant]>([])
    }

    static let operatorKey = "an operator key of more than thirty-two characters"

    static func run(
        keysPerTenantMax: Int = 100, failuresMax: Int = 5, in cluster: ScratchCluster? = nil,
        _ body: @escaping @Sendable (TestAPI) async throws -> Void
    ) async throws {
        try await TestStore.run(in: cluster) { try await body(try TestAPI($0, keysPerTenantMax, failuresMax)) }
    }

    private init(_ test: TestStore, _ keysPerTenantMax: Int, _ failuresMax: Int) throws {
        let stores = LoopLocal([test.pool.loop]) { _ in test.store }
        let hasher = KeyedHasher(try KeyRing(keyFile: Array(KeyRing.randomLine(id: "hash-1").utf8)))
        let clock = ServiceClock()
        let keys = APIKeyIssuer(stores: stores, hasher: hasher, clock: clock, keysPerTenantMax: keysPerTenantMax)
        let pageTokens = PageTokens(hasher: hasher)
        let ring = SigningKey.randomLine(id: "token-2") + SigningKey.randomLine(id: "token-1")
        let issuer = TokenIssuer(keys: try SigningKey.all(keyFile: Array(ring.utf8)), lifetime: .seconds(900))
        let metrics = Metrics()
        func gate(_ name: String) -> ExchangeGate {
            ExchangeGate(
                FailureThrottle(failuresMax: failuresMax, each: .seconds(60), groupsMax: 100),
                failures: metrics.counter("\(name)_failures_total", ""), refusals: metrics.counter("\(name)_refusals_total", ""))
        }
        let uses = Uses()
        self.test = test
        self.issuer = issuer
        self.uses = uses
        tenants = TenantHandlers(stores: stores, issuer: keys, pageTokens: pageTokens, clock: clock)
        apiKeys = APIKeyHandlers(stores: stores, issuer: keys, pageTokens: pageTokens, clock: clock)
        tokens = TokenHandlers(
            stores: stores, hasher: hasher, tokens: issuer,
            operatorKey: try OperatorKey(Secret(Array(Self.operatorKey.utf8)), setting: "TEST"), apiKeyGate: gate("api_key"),
            operatorKeyGate: gate("operator_key"), clock: clock, noteUse: { grant, _ in uses.grants.withLock { $0.append(grant) } })
    }

    /// A call as the access interceptor leaves it.
    func context(_ caller: Caller? = nil, peer: String = "192.0.2.1:4711") -> CallContext {
        let context = CallContext(method: IdentityV1.TenantServiceMethods.getOwnTenant.descriptor, peer: peer, loop: test.pool.loop)
        context.caller = caller
        return context
    }

    var staff: CallContext { context(Caller(kind: .staff, subject: "operator")) }

    /// A caller that the token names.
    func caller(token: String) throws -> Caller {
        let token = try AccessTokenVerifier(keys: issuer.verifyingKeys).verify(token, now: ServiceClock().unixSeconds())
        return Caller(
            kind: token.kind == .staff ? .staff : .apiKey, subject: token.subject, tenantID: token.tenantID,
            permissions: Set(token.permissions), tenantCurrency: token.tenantCurrency)
    }

    /// A tenant with a key of these scopes.
    func makeTenant(_ slug: String, scopes: [String]) async throws -> (tenant: IdentityV1.Tenant, apiKey: IdentityV1.APIKey, secret: String)
    {
        let created = try await tenants.createTenant(
            IdentityV1.CreateTenantRequest(slug: slug, displayName: "Shop", currency: "GBP"), context: staff)
        let issued = try await tenants.issueAPIKey(
            IdentityV1.IssueAPIKeyRequest(tenantSlug: slug, displayName: "till", scopes: scopes), context: staff)
        return (created.tenant ?? IdentityV1.Tenant(), issued.apiKey ?? IdentityV1.APIKey(), issued.secret)
    }

    /// A call made with a key.
    func context(key secret: String) async throws -> CallContext {
        let exchanged = try await tokens.exchangeAPIKey(IdentityV1.ExchangeAPIKeyRequest(apiKey: secret), context: context())
        return context(try caller(token: exchanged.accessToken))
    }
}

extension RPCError {
    /// The fields that a refused request is told of.
    var fields: [String] { detail(GoogleRPC.BadRequest.self)?.fieldViolations.map(\.field) ?? [] }
}
