import Advertising
import FoundationEssentials
import Postgres

extension ConnectionStore {
    /// Tenants with credentials sealed under another key than the one in use, by id, from after the given one.
    func tenantsSealedOtherwise(after previous: UUID?, most: Int, timeout: Duration) async throws -> [UUID] {
        try await pool.query(
            "SELECT tenant_id FROM integrations.tenants_sealed_otherwise(\(sealer.keyID), \(previous), \(Int32(most)))", timeout: timeout
        ).map { try $0[0, as: UUID.self] }
    }

    /// Seals a tenant's credentials under the key in use. Returns how many; those that cannot be opened are left alone and counted apart.
    func reseal(tenantID: UUID, timeout: Duration) async throws -> (resealed: Int, unreadable: Int) {
        try await pool.withTransaction(tenants: .tenant(tenantID), timeout: timeout) { transaction in
            let rows = try await transaction.query(
                """
                SELECT platform, sealed_credentials FROM integrations.connections
                WHERE tenant_id = \(tenantID) AND sealing_key_id <> \(sealer.keyID) FOR UPDATE
                """)
            var (resealed, unreadable) = (0, 0)
            for row in rows {
                let platform = try Platform(stored: try row[0, as: String.self])
                guard let credentials = try? sealer.open(try row[1, as: [UInt8].self], tenantID: tenantID, platform: platform) else {
                    unreadable += 1
                    continue
                }
                let sealed = sealer.seal(credentials, tenantID: tenantID)
                try await transaction.execute(
                    """
                    UPDATE integrations.connections SET sealed_credentials = \(sealed.bytes), sealing_key_id = \(sealed.keyID)
                    WHERE tenant_id = \(tenantID) AND platform = \(platform.rawValue)
                    """)
                resealed += 1
            }
            return (resealed, unreadable)
        }
    }
}
