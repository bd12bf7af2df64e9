import Advertising
import FoundationEssentials
import Postgres

extension DeliveryLog {
    static func history(of id: DeliveryID, _ tenantID: UUID, _ transaction: PostgresTransaction) async throws -> DeliveryHistory? {
        let found = try await transaction.query(
            """
            SELECT \(unescaped: summaryColumns), delivery.unknown_since, event.body, lane.paused_until, lane.pause_reason,
                destination.pixel_id
            FROM (
                SELECT event_row_id, platform, 'pending' AS status, reason, attempts, NULL::timestamptz AS settled_at, next_attempt_at,
                    NULL::integer AS latency_microseconds, unknown_since
                FROM events.pending_deliveries
                WHERE tenant_id = \(tenantID) AND platform = \(id.platform.rawValue) AND event_row_id = \(id.eventRowID)
                UNION ALL
                SELECT event_row_id, platform, status, reason, attempts, settled_at, NULL, latency_microseconds, NULL
                FROM events.settled_deliveries
                WHERE tenant_id = \(tenantID) AND platform = \(id.platform.rawValue) AND event_row_id = \(id.eventRowID)
            ) delivery
            JOIN events.events event ON event.tenant_id = \(tenantID) AND event.event_row_id = delivery.event_row_id
            JOIN events.delivery_lanes lane ON lane.tenant_id = \(tenantID) AND lane.platform = delivery.platform
            JOIN events.destinations destination ON destination.tenant_id = \(tenantID) AND destination.platform = delivery.platform
            """)
        guard let row = found.first, let summary = try summary(row) else { return nil }
        let unknownSince: PostgresTimestamp? = try row[11]
        return DeliveryHistory(
            summary: summary, unknownSince: unknownSince.map { Moment($0) }, pixelID: try row[15], body: try row[12],
            attempts: try await attempts(of: id, tenantID, transaction), pause: summary.status == .pending ? try pause(row) : nil)
    }

    /// All attempts: those of the log, and the one that delivered, which the settled delivery carries itself.
    private static func attempts(of id: DeliveryID, _ tenantID: UUID, _ transaction: PostgresTransaction) async throws -> [PastAttempt] {
        let rows = try await transaction.query(
            """
            SELECT attempt.number, attempt.started_at, attempt.latency_microseconds, attempt.outcome, attempt.http_status, attempt.platform_code,
                attempt.reason, attempt.body_sha256, batch.batch_id, cardinality(batch.event_row_ids), batch.limiter_wait_microseconds,
                batch.breaker_state, batch.closed_at, batch.response
            FROM (
                SELECT number, batch_id, started_at, latency_microseconds, outcome, http_status, platform_code, reason, body_sha256
                FROM events.delivery_attempts
                WHERE tenant_id = \(tenantID) AND event_row_id = \(id.eventRowID) AND platform = \(id.platform.rawValue)
                UNION ALL
                SELECT settled.attempts, settled.batch_id, batch.started_at, batch.latency_microseconds, settled.status, batch.http_status, NULL,
                    settled.reason, settled.body_sha256
                FROM events.settled_deliveries settled
                JOIN events.delivery_batches batch ON batch.tenant_id = settled.tenant_id AND batch.batch_id = settled.batch_id
                WHERE settled.tenant_id = \(tenantID) AND settled.platform = \(id.platform.rawValue) AND settled.event_row_id = \(id.eventRowID)
                    AND settled.status = 'delivered'
            ) attempt
            JOIN events.delivery_batches batch ON batch.tenant_id = \(tenantID) AND batch.batch_id = attempt.batch_id
            ORDER BY attempt.number
            """)
        return try rows.map { row in
            let startedAt: PostgresTimestamp = try row[1]
            let recordedAt: PostgresTimestamp? = try row[12]
            return PastAttempt(
                number: Int(try row[0, as: Int32.self]), startedAt: Moment(startedAt), latency: try duration(row, 2), outcome: try row[3],
                httpStatus: try row[4, as: Int16?.self].map { Int($0) }, platformCode: try row[5], reason: try row[6],
                bodySHA256: try row[7],
                batchID: try row[8], batchSize: Int(try row[9, as: Int32.self]), limiterWait: try duration(row, 10) ?? .zero,
                breakerState: BreakerState(rawValue: try row[11]) ?? .closed, recordedAt: recordedAt.map { Moment($0) },
                response: try row[13])
        }
    }

    /// Nil for a platform or a status that this version does not know.
    static func summary(_ row: PostgresRow) throws -> DeliverySummary? {
        guard let platform = Platform(rawValue: try row[1]), let status = DeliveryStatus(rawValue: try row[5]) else { return nil }
        let id: UUID = try row[0]
        let eventTime: PostgresTimestamp = try row[4]
        let settledAt: PostgresTimestamp? = try row[8]
        let nextAttemptAt: PostgresTimestamp? = try row[9]
        return DeliverySummary(
            id: DeliveryID(eventRowID: id, platform: platform), eventID: try row[2], eventName: try row[3], eventTime: Moment(eventTime),
            acceptedAt: Moment(acceptedAs: id), status: status, reason: try row[6], attempts: Int(try row[7, as: Int32.self]),
            settledAt: settledAt.map { Moment($0) }, nextAttemptAt: nextAttemptAt.map { Moment($0) }, latency: try duration(row, 10))
    }

    private static func pause(_ row: PostgresRow) throws -> LanePause? {
        let until: PostgresTimestamp? = try row[13]
        let reason: String? = try row[14]
        guard let until, let reason else { return nil }
        return LanePause(until: Moment(until), reason: reason)
    }

    private static func duration(_ row: PostgresRow, _ column: Int) throws -> Duration? {
        try row[column, as: Int32?.self].map { .microseconds(Int64($0)) }
    }
}
