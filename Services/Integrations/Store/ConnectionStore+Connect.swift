import Advertising
import FoundationEssentials
import Operations
import Postgres

extension ConnectionStore {
    /// Stores credentials that the platform has just taken, in place of any others, and in the same transaction what Events is to be told.
    ///
    /// The connection's row is locked by the first part of the statement, so that versions of those who connect at the same time follow each
    /// other, in the outbox too.
    func connect(
        _ credentials: EventsCredentials, of tenantID: UUID, pixelName: String, at time: Date, timeout: Duration
    ) async throws -> Connection {
        let sealed = sealer.seal(credentials, tenantID: tenantID)
        let rows = try await pool.query(
            """
            WITH changed AS (
                INSERT INTO integrations.connections AS c (tenant_id, platform, connection_id, status, pixel_id, pixel_name, version,
                    sealed_credentials, sealing_key_id, connected_at, updated_at)
                VALUES (\(tenantID), \(credentials.platform.rawValue), \(UUID.timeOrdered()), 'connected', \(credentials.pixelID), \(pixelName), 1,
                    \(sealed.bytes), \(sealed.keyID), \(time.postgresTimestamp), \(time.postgresTimestamp))
                ON CONFLICT (tenant_id, platform) DO UPDATE SET
                    status = 'connected', pixel_id = excluded.pixel_id, pixel_name = excluded.pixel_name, version = c.version + 1,
                    sealed_credentials = excluded.sealed_credentials, sealing_key_id = excluded.sealing_key_id, refusal = NULL,
                    updated_at = excluded.updated_at
                RETURNING tenant_id, platform, connection_id, status, pixel_id, pixel_name, version, connected_at, updated_at
            ), queued AS (
                INSERT INTO integrations.destination_changes (tenant_id, platform, version, pixel_id, is_enabled)
                SELECT tenant_id, platform, version, pixel_id, true FROM changed
                ON CONFLICT (tenant_id, platform) DO UPDATE SET
                    version = excluded.version, pixel_id = excluded.pixel_id, is_enabled = excluded.is_enabled,
                    recorded_at = excluded.recorded_at, attempts = 0, next_attempt_at = excluded.next_attempt_at, refusal = NULL,
                    dead_at = NULL
            )
            SELECT connection_id, tenant_id, platform, status, pixel_id, pixel_name, version, connected_at, updated_at,
                pg_notify(\(Outbox.channel), '')
            FROM changed
            """,
            tenants: .tenant(tenantID), timeout: timeout)
        return try Connection(rows.only)
    }
}
