import FoundationEssentials
import Postgres

extension IdentityStore {
    /// Adds an API key unless the tenant has enough, or the key that asks for it (`issuerID`) was revoked.
    func insert(
        _ key: APIKey, secretHash: [UInt8], by issuerID: UUID?, activeKeysMax: Int, timeout: Duration
    ) async throws -> APIKeyInsertion {
        do {
            return try await pool.withTransaction(tenants: .tenant(key.tenantID), timeout: timeout) { transaction in
                // One after the other for a tenant: who waits here counts, in the next statement, what the one before has added.
                let lock: SQL = "SELECT pg_advisory_xact_lock(hashtextextended(\("identity.api_keys \(key.tenantID)"), 0))"
                let count: SQL = """
                    SELECT (SELECT count(*) FROM identity.api_keys WHERE tenant_id = \(key.tenantID) AND revoked_at IS NULL),
                        EXISTS (SELECT FROM identity.api_keys
                            WHERE tenant_id = \(key.tenantID) AND api_key_id = \(issuerID) AND revoked_at IS NOT NULL)
                    FROM identity.tenants WHERE tenant_id = \(key.tenantID)
                    """
                guard let state = try await transaction.pipelined([lock, count])[1].onlyIfAny else { return .tenantUnknown }
                if try state[1, as: Bool.self] { return .issuerRevoked }
                guard try state[0, as: Int64.self] < activeKeysMax else { return .tooMany }
                try await transaction.execute(
                    """
                    INSERT INTO identity.api_keys (tenant_id, api_key_id, display_name, prefix, scopes, secret_hash, created_at)
                    VALUES (\(key.tenantID), \(key.id), \(key.displayName), \(key.prefix), \(key.scopes.texts), \(secretHash), \(key.createdAt.postgresTimestamp))
                    """)
                return .inserted
            }
        } catch let error as PostgresError where error.constraint == "api_keys_prefix_key" {
            return .prefixTaken
        }
    }

    /// A tenant's keys, those made last first, from before the given one.
    func apiKeys(of tenantID: UUID, before id: UUID?, most: Int, timeout: Duration) async throws -> [APIKey] {
        // Ids are UUIDs of version 7: they sort by time.
        try await pool.query(
            """
            SELECT api_key_id, tenant_id, display_name, prefix, scopes, created_at, revoked_at, last_used_at FROM identity.api_keys
            WHERE tenant_id = \(tenantID) AND (\(id) IS NULL OR api_key_id < \(id))
            ORDER BY api_key_id DESC LIMIT \(Int32(most))
            """,
            tenants: .tenant(tenantID), timeout: timeout
        ).map { try APIKey($0) }
    }

    /// Ends a key. One that is revoked already stays as it was; nil when there is none.
    func revokeAPIKey(_ id: UUID, of tenantID: UUID, at time: Date, timeout: Duration) async throws -> APIKey? {
        try await pool.query(
            """
            UPDATE identity.api_keys SET revoked_at = coalesce(revoked_at, \(time.postgresTimestamp))
            WHERE tenant_id = \(tenantID) AND api_key_id = \(id)
            RETURNING api_key_id, tenant_id, display_name, prefix, scopes, created_at, revoked_at, last_used_at
            """,
            tenants: .tenant(tenantID), timeout: timeout
        ).onlyIfAny.map { try APIKey($0) }
    }

    /// What a key that begins like this leads to. Its tenant is not known before.
    func grant(ofPrefix prefix: String, timeout: Duration) async throws -> APIKeyGrant? {
        try await pool.query(
            """
            SELECT tenant_id, api_key_id, secret_hash, scopes, currency, revoked_at IS NOT NULL FROM identity.api_key_with_prefix(\(prefix))
            """,
            timeout: timeout
        ).onlyIfAny.map { row in
            APIKeyGrant(
                tenantID: try row[0, as: UUID.self], apiKeyID: try row[1, as: UUID.self], secretHash: try row[2, as: [UInt8].self],
                scopes: Scopes(stored: try row[3, as: [String].self]), currency: try row[4, as: String.self],
                isRevoked: try row[5, as: Bool.self])
        }
    }
}

extension APIKey {
    /// From the columns in the order of the statements above.
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            id: try row[0, as: UUID.self], tenantID: try row[1, as: UUID.self], displayName: try row[2, as: String.self],
            prefix: try row[3, as: String.self], scopes: Scopes(stored: try row[4, as: [String].self]),
            createdAt: Date(try row[5]), revokedAt: (try row[6, as: PostgresTimestamp?.self]).map { Date($0) },
            lastUsedAt: (try row[7, as: PostgresTimestamp?.self]).map { Date($0) })
    }
}
