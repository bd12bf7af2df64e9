import Advertising
import FoundationEssentials
import Postgres

/// What Events has yet to be told, as its worker sees it: of all tenants, under the role `integrations_worker`.
struct Outbox: Sendable {
    let pool: PostgresPool

    /// Where the database says that there is something to tell.
    static let channel = "integrations_destination_changes"
    /// How long one statement may take.
    private static let timeout = Duration.seconds(5)

    /// Takes what is due, those that wait longest first, for `lease` by the database's clock. What others have taken is passed over.
    func take(most: Int, lease: Duration) async throws -> [DestinationChange] {
        try await pool.query(
            """
            UPDATE integrations.destination_changes c
            SET lease_token = nextval('integrations.lease_tokens'), leased_until = now() + \(lease.milliseconds) * interval '1 ms'
            FROM (
                SELECT tenant_id, platform FROM integrations.destination_changes
                WHERE dead_at IS NULL AND next_attempt_at <= now() AND (leased_until IS NULL OR leased_until < now())
                ORDER BY next_attempt_at LIMIT \(Int32(most)) FOR UPDATE SKIP LOCKED
            ) due
            WHERE c.tenant_id = due.tenant_id AND c.platform = due.platform
            RETURNING c.tenant_id, c.platform, c.version, c.pixel_id, c.is_enabled, c.attempts, c.lease_token
            """,
            timeout: Self.timeout
        ).map { row in
            DestinationChange(
                tenantID: try row[0, as: UUID.self], platform: try Platform(stored: try row[1, as: String.self]),
                version: try row[2, as: Int64.self], pixelID: try row[3, as: String.self], isEnabled: try row[4, as: Bool.self],
                attempts: Int(try row[5, as: Int32.self]), leaseToken: try row[6, as: Int64.self])
        }
    }

    /// Forgets what Events has committed. A connection that has gone on to a further version meanwhile stays, free to be taken.
    func finish(_ changes: [DestinationChange]) async throws {
        let deletion: SQL = """
            DELETE FROM integrations.destination_changes c
            USING unnest(\(changes.map(\.tenantID)), \(changes.map(\.platform.rawValue)), \(changes.map(\.version)), \(changes.map(\.leaseToken)))
                AS told(tenant_id, platform, version, lease_token)
            WHERE c.tenant_id = told.tenant_id AND c.platform = told.platform AND c.version = told.version AND c.lease_token = told.lease_token
            """
        // The release is a statement of its own, so that it sees the further versions that the deletion waited for.
        _ = try await pool.pipelined([deletion, Self.release(changes)], timeout: Self.timeout)
    }

    /// Gives back what could not be told, to be taken again at once.
    func release(_ changes: [DestinationChange]) async throws {
        try await pool.execute(Self.release(changes), timeout: Self.timeout)
    }

    /// Takes down that Events refused a change: to be tried again after a while, or set aside when there is none.
    func recordRefusal(of change: DestinationChange, reason: String, retryAfter delay: Duration?) async throws {
        let record: SQL = """
            UPDATE integrations.destination_changes
            SET attempts = attempts + 1, refusal = \(reason), next_attempt_at = now() + \((delay ?? .zero).milliseconds) * interval '1 ms',
                dead_at = CASE WHEN \(delay == nil) THEN now() END
            WHERE tenant_id = \(change.tenantID) AND platform = \(change.platform.rawValue)
                AND version = \(change.version) AND lease_token = \(change.leaseToken)
            """
        _ = try await pool.pipelined([record, Self.release([change])], timeout: Self.timeout)
    }

    private static func release(_ changes: [DestinationChange]) -> SQL {
        """
        UPDATE integrations.destination_changes c SET leased_until = NULL, lease_token = NULL
        FROM unnest(\(changes.map(\.tenantID)), \(changes.map(\.platform.rawValue)), \(changes.map(\.leaseToken)))
            AS taken(tenant_id, platform, lease_token)
        WHERE c.tenant_id = taken.tenant_id AND c.platform = taken.platform AND c.lease_token = taken.lease_token
        """
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
