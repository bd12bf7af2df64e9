import Postgres

/// Makes room: partitions ahead, old ones away, old dedupe keys away in bounded chunks. In the name of the worker role. Confined to the loop of its pool.
struct RetentionStore: Sendable {
    private let pool: PostgresPool

    init(pool: PostgresPool) { self.pool = pool }

    /// Makes the partitions of the days from `earliest` to `latest` that are missing. Returns how many those were.
    @discardableResult
    func ensurePartitions(from earliest: Moment, to latest: Moment, timeout: Duration) async throws -> Int {
        let made: Int32 = try await pool.query(
            "SELECT events.ensure_partitions(\(earliest.timestamp), \(latest.timestamp))", timeout: timeout
        ).only[0]
        return Int(made)
    }

    /// Makes the partitions around a moment.
    func makeRoom(at moment: Moment, timeout: Duration) async throws {
        try await ensurePartitions(from: moment - .seconds(86_400), to: moment + .seconds(86_400), timeout: timeout)
    }

    /// Drops the oldest partition that lies wholly before `moment`. Returns its name; nil when there is none.
    func dropOldestPartition(before moment: Moment, timeout: Duration) async throws -> String? {
        try await pool.query("SELECT events.drop_oldest_partition(\(moment.timestamp))", timeout: timeout).only[0]
    }

    /// Gives one day of events before `moment` its index by event id. Returns the partition; nil when all have theirs.
    func indexClosedPartition(before moment: Moment, timeout: Duration) async throws -> String? {
        try await pool.query("SELECT events.index_closed_partition(\(moment.timestamp))", timeout: timeout).only[0]
    }

    /// The size of the table of dedupe keys, in pages.
    func dedupeKeyPages(timeout: Duration) async throws -> Int {
        let pages: Int64 = try await pool.query(
            "SELECT pg_relation_size('events.dedupe_keys') / current_setting('block_size')::bigint", timeout: timeout
        ).only[0]
        return Int(pages)
    }

    /// Deletes the keys of events accepted before `moment` out of some pages of the table. Returns how many.
    ///
    /// Page by page, because keys lie in the order in which they came, and an index by time would cost every accepted event something.
    func pruneDedupeKeys(before moment: Moment, pages: Range<Int>, timeout: Duration) async throws -> Int {
        try await pool.query(
            """
            DELETE FROM events.dedupe_keys
            WHERE ctid >= \("(\(pages.lowerBound),0)")::tid AND ctid < \("(\(pages.upperBound),0)")::tid
                AND event_row_id < events.first_id_at(\(moment.timestamp))
            """, timeout: timeout
        ).affectedCount
    }
}
