import EventLoop
import FoundationEssentials
import Operations
import RPC
import Secrets

/// Makes API keys: the secret for the one who asked, its hash for the database.
struct APIKeyIssuer: Sendable {
    let stores: LoopLocal<IdentityStore>
    let hasher: KeyedHasher
    let clock: ServiceClock
    /// Working keys a tenant may have.
    let keysPerTenantMax: Int

    /// Keys made before giving up: two that begin alike are rare, three in a row mean that chance is broken.
    private static let triesMax = 3

    /// `by`: the API key whose token asks for it. It is looked at again with the insertion, so that a revoked key, whose last token may still
    /// live for minutes, cannot leave another one behind.
    func issue(
        to tenantID: UUID, name: DisplayName, scopes: Scopes, by issuerKeyID: UUID?, context: CallContext
    ) async throws -> (key: APIKey, secret: APIKeySecret) {
        for _ in 1...Self.triesMax {
            let secret = APIKeySecret.generate()
            let key = APIKey(
                id: UUID.timeOrdered(), tenantID: tenantID, displayName: name.text, prefix: secret.prefix, scopes: scopes,
                createdAt: clock.date)
            let insertion = try await stores[context.loop].insert(
                key, secretHash: hasher.hash(Array(secret.reveal().utf8)), by: issuerKeyID, activeKeysMax: keysPerTenantMax,
                timeout: context.storeTimeout)
            if insertion == .inserted { return (key, secret) }
            if let error = refusal(insertion) { throw error }
        }
        throw RPCError.internal("no API key could be made")
    }

    /// Nil when another try may do.
    private func refusal(_ insertion: APIKeyInsertion) -> RPCError? {
        switch insertion {
        case .inserted, .prefixTaken: nil
        case .tooMany:
            .resourceExhausted(
                "the tenant has \(keysPerTenantMax) working API keys, which is the most there may be; revoke some",
                reason: "API_KEYS_TOO_MANY")
        case .issuerRevoked: .unauthenticated("the API key of this token was revoked", reason: "API_KEY_INVALID")
        case .tenantUnknown: .notFound("the tenant is not there", reason: "TENANT_UNKNOWN")
        }
    }
}
