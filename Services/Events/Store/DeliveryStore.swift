import Advertising
import FoundationEssentials
import Postgres

/// The deliveries of one lane, for the holder of its lease. Confined to the loop of its pool.
///
/// Everything happens in the name of the service's role, within the lane's tenant. Whatever is written is fenced: it is written only while the
/// lease is the lane's latest, and otherwise throws `leaseLost`.
struct DeliveryStore: Sendable {
    private let pool: PostgresPool
    /// For each transaction, waiting for a connection included.
    private let timeout: Duration

    init(pool: PostgresPool, timeout: Duration) {
        self.pool = pool
        self.timeout = timeout
    }

    // MARK: Taking over

    /// Begins to serve a lane: closes what the last holder sent without an answer being recorded, and marks its deliveries as perhaps sent.
    func takeOver(_ lease: LaneLease, now: Moment) async throws -> LaneState {
        try await pool.withTransaction(tenants: .tenant(lease.lane.tenantID), timeout: timeout) { transaction in
            let lane = try await transaction.query(
                """
                SELECT destination.version, destination.is_enabled, lane.breaker_state, lane.breaker_failures, lane.breaker_open_until
                FROM events.delivery_lanes lane JOIN events.destinations destination USING (tenant_id, platform)
                WHERE lane.tenant_id = \(lease.lane.tenantID) AND lane.platform = \(lease.lane.platform.rawValue)
                    AND lane.lease_token = \(lease.token)
                FOR SHARE OF lane
                """)
            guard let row = try lane.onlyIfAny else { throw StoreError.leaseLost }
            _ = try await transaction.query(Self.closingOfOpenBatches(lease, now: now))
            let openUntil: PostgresTimestamp? = try row[4]
            return LaneState(
                destinationVersion: try row[0], isEnabled: try row[1],
                breaker: BreakerSnapshot(
                    state: BreakerState(rawValue: try row[2]) ?? .closed, consecutiveFailures: Int(try row[3, as: Int32.self]),
                    openUntil: openUntil.map { Moment($0) }))
        }
    }

    private static func closingOfOpenBatches(_ lease: LaneLease, now: Moment) -> SQL {
        """
        WITH closed AS (
            UPDATE events.delivery_batches SET closed_at = \(now.timestamp), outcome = 'unknown'
            WHERE tenant_id = \(lease.lane.tenantID) AND platform = \(lease.lane.platform.rawValue) AND closed_at IS NULL
                AND lease_token < \(lease.token)
            RETURNING batch_id, started_at, event_row_ids
        ), suspects AS (
            SELECT DISTINCT ON (event_row_id) event_row_id, started_at, batch_id
            FROM closed, unnest(event_row_ids) AS event_row_id ORDER BY event_row_id, started_at
        ), marked AS (
            UPDATE events.pending_deliveries pending
            SET unknown_since = least(pending.unknown_since, suspects.started_at), attempts = pending.attempts + 1,
                reason = 'it may have been sent: the process that was sending it ended before the answer was written down'
            FROM suspects
            WHERE pending.tenant_id = \(lease.lane.tenantID) AND pending.platform = \(lease.lane.platform.rawValue)
                AND pending.event_row_id = suspects.event_row_id
            RETURNING pending.event_row_id, pending.attempts, suspects.batch_id, suspects.started_at, pending.reason
        )
        INSERT INTO events.delivery_attempts (tenant_id, event_row_id, batch_id, started_at, number, platform, outcome, reason)
        SELECT \(lease.lane.tenantID), event_row_id, batch_id, started_at, attempts, \(lease.lane.platform.rawValue), 'unknown', reason FROM marked
        """
    }

    // MARK: What is due

    /// Deliveries that are due, oldest event first, from after the given one; as many as fit into both limits, and one at least when there is one.
    ///
    /// The body is looked up row by row and not joined: a plan that was made while the day's partition was empty would go through all of a
    /// tenant's events for each delivery.
    func due(_ lane: Lane, after: UUID?, now: Moment, most: Int, bytesMax: Int) async throws -> [DueDelivery] {
        let after = after ?? Self.leastID
        let rows = try await pool.query(
            """
            SELECT event_row_id, attempts, unknown_since, event_time, event_id, event_name, body
            FROM (
                SELECT pending.event_row_id, pending.attempts, pending.unknown_since, event.event_time, event.event_id, event.event_name,
                    event.body, sum(octet_length(event.body)) OVER (ORDER BY pending.event_row_id) - octet_length(event.body) AS bytes_before
                FROM (
                    SELECT event_row_id, attempts, unknown_since FROM events.pending_deliveries
                    WHERE tenant_id = \(lane.tenantID) AND platform = \(lane.platform.rawValue) AND event_row_id > \(after)
                        AND next_attempt_at <= \(now.timestamp)
                    ORDER BY event_row_id LIMIT \(Int64(most))
                ) pending
                CROSS JOIN LATERAL (
                    SELECT event_time, event_id, event_name, body FROM events.events
                    WHERE tenant_id = \(lane.tenantID) AND event_row_id = pending.event_row_id LIMIT 1
                ) event
            ) due
            WHERE bytes_before < \(Int64(bytesMax))
            ORDER BY event_row_id
            """, tenants: .tenant(lane.tenantID), timeout: timeout)
        return try rows.map { row in
            let id: UUID = try row[0]
            let unknownSince: PostgresTimestamp? = try row[2]
            let eventTime: PostgresTimestamp = try row[3]
            return DueDelivery(
                eventRowID: id,
                progress: DeliveryProgress(
                    attempts: Int(try row[1, as: Int32.self]), unknownSince: unknownSince.map { Moment($0) }, eventTime: Moment(eventTime),
                    acceptedAt: Moment(acceptedAs: id)),
                eventID: try row[4], eventName: try row[5], body: try row[6])
        }
    }

    private static let leastID = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    // MARK: Sending

    /// Writes down, before a request goes out, that its events may have been sent.
    func begin(_ batch: BatchStart, under lease: LaneLease) async throws {
        // The share lock makes a taker of the lane wait, so that it sees this batch.
        let count = try await pool.execute(
            """
            WITH lane AS (
                SELECT FROM events.delivery_lanes
                WHERE tenant_id = \(lease.lane.tenantID) AND platform = \(lease.lane.platform.rawValue) AND lease_token = \(lease.token)
                    AND leased_until > clock_timestamp()
                FOR SHARE
            )
            INSERT INTO events.delivery_batches
                (tenant_id, batch_id, platform, lease_token, started_at, limiter_wait_microseconds, breaker_state, event_row_ids)
            SELECT \(lease.lane.tenantID), \(batch.id), \(lease.lane.platform.rawValue), \(lease.token), \(batch.startedAt.timestamp),
                \(batch.limiterWait.columnMicroseconds), \(batch.breakerState.rawValue), \(batch.eventRowIDs)
            FROM lane
            """, tenants: .tenant(lease.lane.tenantID), timeout: timeout)
        guard count == 1 else { throw StoreError.leaseLost }
    }

    /// Writes down how a request ended and what follows for its events: all of it, or nothing when somebody else has closed the batch.
    func record(_ record: BatchRecord, under lease: LaneLease) async throws {
        let closed: Int64 = try await pool.query(
            Self.recording(record, lease), tenants: .tenant(lease.lane.tenantID), timeout: timeout
        ).only[0]
        guard closed == 1 else { throw StoreError.leaseLost }
    }

    /// The end of deliveries that were not sent.
    func settleUnsent(_ settlements: [Settlement], now: Moment, under lease: LaneLease) async throws {
        let held: Int64 = try await pool.query(
            Self.settling(settlements, now: now, lease), tenants: .tenant(lease.lane.tenantID), timeout: timeout
        ).only[0]
        guard held == 1 else { throw StoreError.leaseLost }
    }

    // MARK: Pausing

    /// Keeps the state of the lane for its next holder.
    func keep(_ breaker: BreakerSnapshot, pause: LanePause?, under lease: LaneLease) async throws {
        let count = try await pool.execute(
            """
            UPDATE events.delivery_lanes
            SET paused_until = \(pause?.until.timestamp), pause_reason = \(pause?.reason), breaker_state = \(breaker.state.rawValue),
                breaker_failures = \(Int32(clamping: breaker.consecutiveFailures)), breaker_open_until = \(breaker.openUntil?.timestamp)
            WHERE tenant_id = \(lease.lane.tenantID) AND platform = \(lease.lane.platform.rawValue) AND lease_token = \(lease.token)
            """, tenants: .tenant(lease.lane.tenantID), timeout: timeout)
        guard count == 1 else { throw StoreError.leaseLost }
    }
}
