import Advertising
import FoundationEssentials
import Postgres

/// Who serves which lane. Asked across tenants, in the name of the worker role. Confined to the loop of its pool.
struct LaneStore: Sendable {
    private let pool: PostgresPool

    init(pool: PostgresPool) { self.pool = pool }

    /// Lanes with a delivery that is due and that nobody serves, least recently served first: fair over tenants and platforms.
    ///
    /// Walks from lane to lane in the index of the pending deliveries: it costs a step for each lane with a backlog, whatever its length.
    func waiting(now: Moment, most: Int, timeout: Duration) async throws -> [Lane] {
        let rows = try await pool.query(
            """
            WITH RECURSIVE backlog AS (
                (SELECT tenant_id, platform FROM events.pending_deliveries ORDER BY tenant_id, platform LIMIT 1)
                UNION ALL
                SELECT next.tenant_id, next.platform
                FROM backlog, LATERAL (
                    SELECT tenant_id, platform FROM events.pending_deliveries pending
                    WHERE (pending.tenant_id, pending.platform) > (backlog.tenant_id, backlog.platform)
                    ORDER BY tenant_id, platform LIMIT 1
                ) next
            )
            SELECT lane.tenant_id, lane.platform
            FROM backlog JOIN events.delivery_lanes lane USING (tenant_id, platform)
            WHERE lane.leased_until < clock_timestamp() AND (lane.paused_until IS NULL OR lane.paused_until <= \(now.timestamp))
                AND EXISTS (
                    SELECT FROM events.pending_deliveries pending
                    WHERE pending.tenant_id = lane.tenant_id AND pending.platform = lane.platform
                        AND pending.next_attempt_at <= \(now.timestamp)
                )
            ORDER BY lane.last_served_at, lane.tenant_id, lane.platform LIMIT \(Int64(most))
            """, timeout: timeout)
        return try rows.compactMap(Self.lane)
    }

    /// Takes the lanes that nobody serves and that are not paused. The time of the lease runs by the database's clock.
    func lease(_ lanes: [Lane], holder: String, term: Duration, now: Moment, timeout: Duration) async throws -> [LaneLease] {
        let rows = try await pool.query(
            """
            UPDATE events.delivery_lanes lane
            SET lease_token = lane.lease_token + 1, leased_by = \(holder), last_served_at = clock_timestamp(),
                leased_until = clock_timestamp() + \(term.columnMicroseconds) * interval '1 microsecond'
            FROM (
                SELECT free.tenant_id, free.platform
                FROM unnest(\(lanes.map(\.tenantID)), \(lanes.map(\.platform.rawValue))) AS wanted (tenant_id, platform)
                JOIN events.delivery_lanes free USING (tenant_id, platform)
                WHERE free.leased_until < clock_timestamp() AND (free.paused_until IS NULL OR free.paused_until <= \(now.timestamp))
                FOR UPDATE OF free SKIP LOCKED
            ) taken
            WHERE lane.tenant_id = taken.tenant_id AND lane.platform = taken.platform
            RETURNING lane.tenant_id, lane.platform, lane.lease_token
            """, timeout: timeout)
        return try rows.compactMap { row in
            guard let lane = try Self.lane(row) else { return nil }
            return LaneLease(lane: lane, token: try row[2])
        }
    }

    /// Prolongs leases. Returns those that are still ours; the others belong to somebody else.
    func renew(_ leases: [LaneLease], term: Duration, timeout: Duration) async throws -> Set<LaneLease> {
        guard !leases.isEmpty else { return [] }
        let rows = try await pool.query(
            """
            UPDATE events.delivery_lanes lane
            SET leased_until = clock_timestamp() + \(term.columnMicroseconds) * interval '1 microsecond'
            FROM \(Self.unnested(leases))
            WHERE lane.tenant_id = held.tenant_id AND lane.platform = held.platform AND lane.lease_token = held.token
            RETURNING lane.tenant_id, lane.platform, lane.lease_token
            """, timeout: timeout)
        return Set(
            try rows.compactMap { row in
                guard let lane = try Self.lane(row) else { return nil }
                return LaneLease(lane: lane, token: try row[2])
            })
    }

    /// Gives lanes back, for anyone to take at once. Those that are no longer ours stay as they are.
    func release(_ leases: [LaneLease], timeout: Duration) async throws {
        guard !leases.isEmpty else { return }
        _ = try await pool.query(
            """
            UPDATE events.delivery_lanes lane SET leased_until = '-infinity', leased_by = NULL
            FROM \(Self.unnested(leases))
            WHERE lane.tenant_id = held.tenant_id AND lane.platform = held.platform AND lane.lease_token = held.token
            """, timeout: timeout)
    }

    private static func unnested(_ leases: [LaneLease]) -> SQL {
        """
        unnest(\(leases.map(\.lane.tenantID)), \(leases.map(\.lane.platform.rawValue)), \(leases.map(\.token)))
            AS held (tenant_id, platform, token)
        """
    }

    /// Nil for a platform that this version does not know.
    private static func lane(_ row: PostgresRow) throws -> Lane? {
        let platform: String = try row[1]
        guard let platform = Platform(rawValue: platform) else { return nil }
        return Lane(tenantID: try row[0], platform: platform)
    }
}
