import Advertising
import FoundationEssentials
import Postgres

/// Where events go. Confined to the loop of its pool.
struct DestinationStore: Sendable {
    private let pool: PostgresPool

    init(pool: PostgresPool) { self.pool = pool }

    /// Takes over what is later than what is known, makes the lanes that are missing, and lifts the pause of lanes that changed.
    /// Returns the lanes that changed.
    func apply(_ destinations: [Destination], timeout: Duration) async throws -> [Lane] {
        let latest = Destination.latest(of: destinations)
        guard !latest.isEmpty else { return [] }
        let lanes = latest.map(\.lane)
        let changed = try await pool.query(
            """
            WITH changed AS (
                INSERT INTO events.destinations AS known (tenant_id, platform, pixel_id, version, is_enabled)
                SELECT * FROM unnest(\(lanes.map(\.tenantID)), \(lanes.map(\.platform.rawValue)), \(latest.map(\.pixelID)),
                    \(latest.map(\.version)), \(latest.map(\.isEnabled)))
                ON CONFLICT (tenant_id, platform) DO UPDATE
                    SET pixel_id = excluded.pixel_id, version = excluded.version, is_enabled = excluded.is_enabled, updated_at = now()
                    WHERE known.version < excluded.version
                RETURNING tenant_id, platform
            ), lanes AS (
                INSERT INTO events.delivery_lanes AS lane (tenant_id, platform) SELECT tenant_id, platform FROM changed
                ON CONFLICT (tenant_id, platform) DO UPDATE
                    SET paused_until = NULL, pause_reason = NULL, breaker_state = 'closed', breaker_failures = 0, breaker_open_until = NULL
            )
            SELECT tenant_id, platform FROM changed
            """, tenants: .tenants(Array(Set(lanes.map(\.tenantID)))), timeout: timeout)
        let changedLanes = try Set(changed.map { row in "\(try row[0, as: UUID.self])-\(try row[1, as: String.self])" })
        return lanes.filter { changedLanes.contains("\($0.tenantID)-\($0.platform.rawValue)") }
    }
}
