import Advertising
import FoundationEssentials
import Postgres

extension ConnectionStore {
    /// A tenant's connections, by platform.
    func connections(of tenantID: UUID, timeout: Duration) async throws -> [Connection] {
        try await pool.query(
            """
            SELECT connection_id, tenant_id, platform, status, pixel_id, pixel_name, version, connected_at, updated_at
            FROM integrations.connections WHERE tenant_id = \(tenantID) ORDER BY platform
            """,
            tenants: .tenant(tenantID), timeout: timeout
        ).map { try Connection($0) }
    }

    /// The credentials for sending a tenant's events to a platform; nil when it is not connected.
    func eventsCredentials(of tenantID: UUID, platform: Platform, timeout: Duration) async throws -> StoredCredentials? {
        let row = try await pool.query(
            """
            SELECT sealed_credentials, version, status FROM integrations.connections
            WHERE tenant_id = \(tenantID) AND platform = \(platform.rawValue)
            """,
            tenants: .tenant(tenantID), timeout: timeout
        ).onlyIfAny
        guard let row else { return nil }
        return StoredCredentials(
            credentials: try sealer.open(try row[0, as: [UInt8].self], tenantID: tenantID, platform: platform),
            version: try row[1, as: Int64.self], status: try ConnectionStatus(stored: try row[2, as: String.self]))
    }

    /// Marks a connection as needing to be connected again, if its credentials still are those of `version`. Repeating it changes nothing.
    func markRefused(
        tenantID: UUID, platform: Platform, version: Int64, reason: PlatformText, at time: Date, timeout: Duration
    ) async throws {
        try await pool.execute(
            """
            UPDATE integrations.connections SET status = 'needs_reconnect', refusal = \(reason.text), updated_at = \(time.postgresTimestamp)
            WHERE tenant_id = \(tenantID) AND platform = \(platform.rawValue) AND version = \(version) AND status = 'connected'
            """,
            tenants: .tenant(tenantID), timeout: timeout)
    }
}

extension Connection {
    /// From the columns in the order of the statements.
    init(_ row: PostgresRow) throws {
        self.init(
            id: try row[0, as: UUID.self], tenantID: try row[1, as: UUID.self], platform: try Platform(stored: try row[2, as: String.self]),
            status: try ConnectionStatus(stored: try row[3, as: String.self]), pixelID: try row[4, as: String.self],
            pixelName: try row[5, as: String.self], version: try row[6, as: Int64.self], connectedAt: Date(try row[7]),
            updatedAt: Date(try row[8]))
    }
}
