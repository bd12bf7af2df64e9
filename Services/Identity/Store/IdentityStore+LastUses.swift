import FoundationEssentials
import Postgres

extension IdentityStore {
    /// Writes down when keys were last used, of any tenants, in one statement. An earlier time than is there changes nothing.
    func record(_ uses: [(key: LastUses.Key, minute: Date)], timeout: Duration) async throws {
        let tenants = Set(uses.map(\.key.tenantID))
        try await pool.execute(
            """
            UPDATE identity.api_keys k SET last_used_at = u.minute
            FROM unnest(\(uses.map(\.key.tenantID)), \(uses.map(\.key.apiKeyID)), \(uses.map(\.minute.postgresTimestamp)))
                AS u(tenant_id, api_key_id, minute)
            WHERE k.tenant_id = u.tenant_id AND k.api_key_id = u.api_key_id AND (k.last_used_at IS NULL OR k.last_used_at < u.minute)
            """,
            tenants: .tenants(Array(tenants)), timeout: timeout)
    }
}
