import Advertising
import FoundationEssentials
import Postgres

/// What was delivered, and why not. Confined to the loop of its pool.
struct DeliveryLog: Sendable {
    private let pool: PostgresPool
    /// How long dedupe keys are kept: an event id that is older is looked up in the closed days of the events.
    private let dedupeRetention: Duration

    init(pool: PostgresPool, dedupeRetention: Duration) {
        self.pool = pool
        self.dedupeRetention = dedupeRetention
    }

    /// The tenant's deliveries that the filter lets through, newest event first, then by platform.
    func list(_ filter: DeliveryFilter, of tenantID: UUID, now: Moment, timeout: Duration) async throws -> [DeliverySummary] {
        try await pool.withTransaction(tenants: .tenant(tenantID), timeout: timeout) { transaction in
            var events: SQL?
            if let eventID = filter.eventID {
                let rowIDs = try await rowIDs(ofEvent: eventID, tenantID, now: now, transaction)
                guard !rowIDs.isEmpty else { return [] }
                events = "AND event_row_id = ANY (\(rowIDs))"
            }
            let rows = try await transaction.query(Self.page(filter, of: tenantID, events: events ?? ""))
            return try rows.compactMap { try Self.summary($0) }
        }
    }

    /// All that is known of one delivery; nil when the tenant has none with this id.
    func history(of id: DeliveryID, of tenantID: UUID, timeout: Duration) async throws -> DeliveryHistory? {
        try await pool.withTransaction(tenants: .tenant(tenantID), timeout: timeout) { transaction in
            try await Self.history(of: id, tenantID, transaction)
        }
    }

    /// Makes a delivery pending again that was given up or whose outcome is not known.
    func replay(_ id: DeliveryID, of tenantID: UUID, now: Moment, timeout: Duration) async throws -> ReplayOutcome {
        let statuses = DeliveryStatus.allCases.filter(\.canBeReplayed).map(\.rawValue)
        return try await pool.withTransaction(tenants: .tenant(tenantID), timeout: timeout) { transaction in
            let moved = try await transaction.execute(
                """
                WITH taken AS (
                    DELETE FROM events.settled_deliveries
                    WHERE tenant_id = \(tenantID) AND platform = \(id.platform.rawValue) AND event_row_id = \(id.eventRowID)
                        AND status = ANY (\(statuses))
                    RETURNING attempts
                )
                INSERT INTO events.pending_deliveries (tenant_id, event_row_id, platform, next_attempt_at, attempts)
                SELECT \(tenantID), \(id.eventRowID), \(id.platform.rawValue), \(now.timestamp), attempts FROM taken
                """)
            guard let summary = try await Self.history(of: id, tenantID, transaction)?.summary else { return .notFound }
            return moved == 1 ? .replayed(summary) : .refused(summary.status)
        }
    }

    // MARK: Questions

    /// The rows of an event id: one for each name that it was accepted with.
    private func rowIDs(
        ofEvent eventID: String, _ tenantID: UUID, now: Moment, _ transaction: PostgresTransaction
    ) async throws -> [UUID] {
        let closed = UUID.first(at: now - dedupeRetention)
        return try await transaction.query(
            """
            SELECT event_row_id FROM events.dedupe_keys WHERE tenant_id = \(tenantID) AND event_id = \(eventID)
            UNION
            SELECT event_row_id FROM events.events WHERE tenant_id = \(tenantID) AND event_id = \(eventID) AND event_row_id < \(closed)
            LIMIT 1000
            """
        ).map { try $0[0] }
    }

    /// One page. Both tables are read by their keys, newest first, for each platform apart; then the pages are merged.
    private static func page(_ filter: DeliveryFilter, of tenantID: UUID, events: SQL) -> SQL {
        let platforms = filter.platform.map { [$0] } ?? Platform.allCases
        var range: SQL = events
        if let moment = filter.acceptedAfter { range = "\(range) AND event_row_id >= \(UUID.first(at: moment))" }
        if let after = filter.after {
            range = """
                \(range) AND event_row_id <= \(after.eventRowID)
                AND (event_row_id < \(after.eventRowID) OR lane.platform > \(after.platform.rawValue))
                """
        }
        let pending: SQL = """
            (SELECT event_row_id, 'pending' AS status, reason, attempts, NULL::timestamptz AS settled_at, next_attempt_at,
                NULL::integer AS latency_microseconds
            FROM events.pending_deliveries
            WHERE tenant_id = \(tenantID) AND pending_deliveries.platform = lane.platform \(range)
            ORDER BY event_row_id DESC LIMIT \(Int64(filter.most)))
            """
        let status: SQL = filter.status.map { "AND status = \($0.rawValue)" } ?? ""
        let settled: SQL = """
            (SELECT event_row_id, status, reason, attempts, settled_at, NULL::timestamptz AS next_attempt_at, latency_microseconds
            FROM events.settled_deliveries
            WHERE tenant_id = \(tenantID) AND settled_deliveries.platform = lane.platform \(status) \(range)
            ORDER BY event_row_id DESC LIMIT \(Int64(filter.most)))
            """
        let parts: [SQL] =
            switch filter.status {
            case nil: [pending, settled]
            case .pending: [pending]
            default: [settled]
            }
        return """
            SELECT \(unescaped: summaryColumns)
            FROM (
                SELECT lane.platform, delivery.*
                FROM unnest(\(platforms.map(\.rawValue))) AS lane (platform)
                CROSS JOIN LATERAL (\(.joined(parts, separator: " UNION ALL "))) delivery
                ORDER BY delivery.event_row_id DESC, lane.platform COLLATE "C" LIMIT \(Int64(filter.most))
            ) delivery
            JOIN events.events event ON event.tenant_id = \(tenantID) AND event.event_row_id = delivery.event_row_id
            ORDER BY delivery.event_row_id DESC, delivery.platform COLLATE "C"
            """
    }

    static let summaryColumns = """
        delivery.event_row_id, delivery.platform, event.event_id, event.event_name, event.event_time, delivery.status, delivery.reason,
        delivery.attempts, delivery.settled_at, delivery.next_attempt_at, delivery.latency_microseconds
        """
}
