import FoundationEssentials
import Postgres

/// The statements that store a batch of events. The first of them answers one row: tenants and platforms of the lanes that may have work.
enum EventInsertion {
    /// For events of which no key is known; a unique violation when one is.
    static func fresh(_ events: [StagedEvent], now: Moment) -> [SQL] {
        let insertion: SQL = """
            WITH \(incoming(events)), known AS (
                INSERT INTO events.dedupe_keys (tenant_id, event_row_id, body_digest, event_id, event_name)
                SELECT tenant_id, event_row_id, body_digest, event_id, event_name FROM incoming
            ), stored AS (
                INSERT INTO events.events (tenant_id, event_row_id, event_time, event_id, event_name, body)
                SELECT tenant_id, event_row_id, event_time, event_id, event_name, body FROM incoming
            ), \(queued(from: "incoming", now: now))
            SELECT \(unescaped: lanes)
            """
        return [insertion] + delays(of: events, now: now)
    }

    /// For any events. The row has a third column: the ids of the events that went in, or null when all did.
    static func careful(_ events: [StagedEvent], now: Moment) -> [SQL] {
        let insertion: SQL = """
            WITH \(incoming(events)), fresh AS (
                INSERT INTO events.dedupe_keys (tenant_id, event_row_id, body_digest, event_id, event_name)
                SELECT tenant_id, event_row_id, body_digest, event_id, event_name FROM incoming
                ON CONFLICT DO NOTHING
                RETURNING tenant_id, event_row_id
            ), stored AS (
                INSERT INTO events.events (tenant_id, event_row_id, event_time, event_id, event_name, body)
                SELECT tenant_id, event_row_id, event_time, event_id, event_name, body FROM incoming
                WHERE event_row_id IN (SELECT event_row_id FROM fresh)
            ), \(queued(from: "fresh", now: now))
            SELECT \(unescaped: lanes),
                (SELECT CASE WHEN count(*) < \(Int64(events.count)) THEN coalesce(array_agg(event_row_id), '{}') END FROM fresh)
            """
        return [insertion] + delays(of: events, now: now)
    }

    /// Answers for each known key its place among the given ones, from 1, and the digest that is stored with it.
    static func digests(of keys: [DedupeKey]) -> SQL {
        """
        SELECT wanted.number, known.body_digest
        FROM unnest(\(keys.map(\.tenantID)), \(keys.map(\.eventID)), \(keys.map(\.eventName)))
            WITH ORDINALITY AS wanted (tenant_id, event_id, event_name, number)
        JOIN events.dedupe_keys known USING (tenant_id, event_id, event_name)
        """
    }

    private static func incoming(_ events: [StagedEvent]) -> SQL {
        """
        incoming AS (
            SELECT * FROM unnest(\(events.map(\.key.tenantID)), \(events.map(\.rowID)), \(events.map(\.digest.uuid)),
                \(events.map(\.eventTime.timestamp)), \(events.map(\.key.eventID)), \(events.map(\.key.eventName)), \(events.map(\.body)))
                AS incoming (tenant_id, event_row_id, body_digest, event_time, event_id, event_name, body)
        )
        """
    }

    private static func queued(from source: String, now: Moment) -> SQL {
        """
        queued AS (
            INSERT INTO events.pending_deliveries (tenant_id, event_row_id, platform, next_attempt_at)
            SELECT source.tenant_id, source.event_row_id, destination.platform, \(now.timestamp)
            FROM \(unescaped: source) source
            JOIN events.destinations destination ON destination.tenant_id = source.tenant_id AND destination.is_enabled
        ), lanes AS (
            SELECT tenant_id, platform FROM events.destinations
            WHERE is_enabled AND tenant_id = ANY (ARRAY(SELECT DISTINCT tenant_id FROM incoming))
        )
        """
    }

    private static let lanes = """
        ARRAY(SELECT tenant_id FROM lanes ORDER BY tenant_id, platform), ARRAY(SELECT platform FROM lanes ORDER BY tenant_id, platform)
        """

    /// A caller's clock may be ahead. No platform takes an event before its time.
    private static func delays(of events: [StagedEvent], now: Moment) -> [SQL] {
        let early = events.filter { $0.eventTime > now }
        guard !early.isEmpty else { return [] }
        return [
            """
            UPDATE events.pending_deliveries pending SET next_attempt_at = early.event_time
            FROM unnest(\(early.map(\.key.tenantID)), \(early.map(\.rowID)), \(early.map(\.eventTime.timestamp)))
                AS early (tenant_id, event_row_id, event_time)
            WHERE pending.tenant_id = early.tenant_id AND pending.event_row_id = early.event_row_id
            """
        ]
    }
}
