import Advertising
import FoundationEssentials
import Postgres

/// The two statements that move deliveries on. Each is one statement, so that the fence and what it guards cannot come apart.
extension DeliveryStore {
    /// Answers one row: 1 when the batch was open and is closed now, 0 when it was not and nothing was written.
    static func recording(_ record: BatchRecord, _ lease: LaneLease) -> SQL {
        let (tenantID, platform) = (lease.lane.tenantID, lease.lane.platform.rawValue)
        let waiting = record.postponements
        return """
            WITH closed AS (
                UPDATE events.delivery_batches batch
                SET closed_at = \(record.end.closedAt.timestamp), outcome = \(record.end.outcome),
                    latency_microseconds = \(record.end.latency.columnMicroseconds), http_status = \(record.end.httpStatus.map { Int16(clamping: $0) }),
                    response = \(record.end.response)
                WHERE batch.tenant_id = \(tenantID) AND batch.batch_id = \(record.batchID) AND batch.closed_at IS NULL
                    AND batch.lease_token = \(lease.token)
                RETURNING batch_id
            ), \(settlement(record.settlements, tenantID, platform, at: record.end.closedAt, batch: record, fence: "closed")), postponed AS (
                UPDATE events.pending_deliveries pending
                SET attempts = later.attempts, next_attempt_at = later.next_attempt_at, unknown_since = later.unknown_since, reason = later.reason
                FROM closed, unnest(\(waiting.map(\.eventRowID)), \(waiting.map { Int32(clamping: $0.attempts) }),
                    \(waiting.map(\.nextAttemptAt.timestamp)), \(waiting.map { $0.unknownSince?.timestamp }), \(waiting.map(\.reason)))
                    AS later (event_row_id, attempts, next_attempt_at, unknown_since, reason)
                WHERE pending.tenant_id = \(tenantID) AND pending.platform = \(platform) AND pending.event_row_id = later.event_row_id
            ), logged AS (
                \(log(record, tenantID, platform))
            )
            SELECT count(*) FROM closed
            """
    }

    /// Answers one row: 1 when the lane is ours, 0 when it is not and nothing was written.
    static func settling(_ settlements: [Settlement], now: Moment, _ lease: LaneLease) -> SQL {
        let (tenantID, platform) = (lease.lane.tenantID, lease.lane.platform.rawValue)
        return """
            WITH held AS (
                SELECT FROM events.delivery_lanes
                WHERE tenant_id = \(tenantID) AND platform = \(platform) AND lease_token = \(lease.token)
                FOR SHARE
            ), \(settlement(settlements, tenantID, platform, at: now, batch: nil, fence: "held"))
            SELECT count(*) FROM held
            """
    }

    private static func settlement(
        _ settlements: [Settlement], _ tenantID: UUID, _ platform: String, at moment: Moment, batch: BatchRecord?, fence: String
    ) -> SQL {
        """
        gone AS (
            DELETE FROM events.pending_deliveries
            WHERE tenant_id = \(tenantID) AND platform = \(platform) AND event_row_id = ANY (\(settlements.map(\.eventRowID)))
                AND EXISTS (SELECT FROM \(unescaped: fence))
        ), settled AS (
            INSERT INTO events.settled_deliveries
                (tenant_id, event_row_id, settled_at, batch_id, attempts, latency_microseconds, platform, status, body_sha256, reason)
            SELECT \(tenantID), ended.event_row_id, \(moment.timestamp), \(batch?.batchID), ended.attempts,
                \(batch?.end.latency.columnMicroseconds), \(platform), ended.status, ended.body_sha256, ended.reason
            FROM \(unescaped: fence), unnest(\(settlements.map(\.eventRowID)), \(settlements.map { Int32(clamping: $0.attempts) }),
                \(settlements.map(\.status.rawValue)), \(settlements.map(\.bodySHA256)), \(settlements.map(\.reason)))
                AS ended (event_row_id, attempts, status, body_sha256, reason)
        )
        """
    }

    private static func log(_ record: BatchRecord, _ tenantID: UUID, _ platform: String) -> SQL {
        let attempts = record.attempts
        return """
            INSERT INTO events.delivery_attempts
                (tenant_id, event_row_id, batch_id, started_at, number, latency_microseconds, http_status, platform, outcome, platform_code,
                reason, body_sha256)
            SELECT \(tenantID), tried.event_row_id, closed.batch_id, \(record.startedAt.timestamp), tried.number,
                \(record.end.latency.columnMicroseconds), \(record.end.httpStatus.map { Int16(clamping: $0) }), \(platform), tried.outcome,
                tried.platform_code, tried.reason, tried.body_sha256
            FROM closed, unnest(\(attempts.map(\.eventRowID)), \(attempts.map { Int32(clamping: $0.number) }), \(attempts.map(\.outcome)),
                \(attempts.map(\.platformCode)), \(attempts.map(\.reason)), \(attempts.map(\.bodySHA256)))
                AS tried (event_row_id, number, outcome, platform_code, reason, body_sha256)
            """
    }
}
