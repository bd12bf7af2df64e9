import CPQ
import Foundation
import Glibc

/// Tables of the same definition as those that accepted events go to, in a schema of their own, emptied before each measurement.
///
/// *Owns* its connection.
final class AnchorTables {
    private let connection: OpaquePointer
    private let tenant: [UInt8] = (0..<16).map { _ in UInt8.random(in: 0...255) }
    private var rows = 0
    private var bodyBytes = 0

    private static let batch = 1000
    /// When nothing was accepted yet: the bytes of a stored body.
    private static let defaultBodyBytes = 400

    init(connection text: String) throws {
        guard let connection = PQconnectdb(text) else { throw AnchorFailure(sentence: "libpq has no memory") }
        self.connection = connection
        guard PQstatus(connection) == CONNECTION_OK else { throw AnchorFailure(sentence: String(cString: PQerrorMessage(connection))) }
    }

    deinit { PQfinish(connection) }

    /// Makes the tables where they are missing, empties them, and learns how long a stored body is.
    func prepare() throws {
        try execute(
            """
            SET client_min_messages = warning;
            CREATE SCHEMA IF NOT EXISTS load_anchor;
            CREATE TABLE IF NOT EXISTS load_anchor.dedupe_keys (LIKE events.dedupe_keys INCLUDING ALL);
            CREATE TABLE IF NOT EXISTS load_anchor.pending_deliveries (LIKE events.pending_deliveries INCLUDING ALL);
            CREATE TABLE IF NOT EXISTS load_anchor.events (LIKE events.events INCLUDING ALL) PARTITION BY RANGE (event_row_id);
            CREATE TABLE IF NOT EXISTS load_anchor.events_of_all_days PARTITION OF load_anchor.events DEFAULT;
            TRUNCATE load_anchor.dedupe_keys, load_anchor.pending_deliveries, load_anchor.events;
            """)
        let average = try value(of: "SELECT avg(octet_length(body))::int FROM (SELECT body FROM events.events LIMIT 10000) sample")
        bodyBytes = Int(average) ?? Self.defaultBodyBytes
        let prepared = PQprepare(connection, "insertion", Self.insertion, 0, nil)
        try check(prepared)
    }

    /// Stores batches for so long, and divides.
    func rowsPerSecond(over seconds: Double) throws -> Double {
        // The first batches fill caches and are left out.
        for _ in 0..<5 { try store() }
        rows = 0
        let start = Self.now()
        while Self.now() - start < seconds { try store() }
        return Double(rows) / (Self.now() - start)
    }

    /// The median and the 99th percentile of what one row takes, in milliseconds, one after the other for so long.
    func singleRowMilliseconds(over seconds: Double) throws -> (median: Double, p99: Double) {
        var times: [Double] = []
        let start = Self.now()
        while times.isEmpty || Self.now() - start < seconds {
            let before = Self.now()
            try store(count: 1)
            times.append((Self.now() - before) * 1000)
        }
        times.sort()
        return (times[times.count / 2], times[min(times.count - 1, times.count * 99 / 100)])
    }

    // MARK: One batch

    /// Dedupe key, event and one pending delivery, as the service stores them.
    private static let insertion = """
        WITH incoming AS (
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::bytea[])
                AS incoming (tenant_id, event_row_id, body_digest, event_time, event_id, event_name, body)
        ), fresh AS (
            INSERT INTO load_anchor.dedupe_keys (tenant_id, event_row_id, body_digest, event_id, event_name)
            SELECT tenant_id, event_row_id, body_digest, event_id, event_name FROM incoming
            ON CONFLICT DO NOTHING
            RETURNING tenant_id, event_row_id
        ), stored AS (
            INSERT INTO load_anchor.events (tenant_id, event_row_id, event_time, event_id, event_name, body)
            SELECT tenant_id, event_row_id, event_time, event_id, event_name, body FROM incoming
            WHERE event_row_id IN (SELECT event_row_id FROM fresh)
        )
        INSERT INTO load_anchor.pending_deliveries (tenant_id, event_row_id, platform, next_attempt_at)
        SELECT tenant_id, event_row_id, 'meta', now() FROM fresh
        """

    private func store(count: Int = batch) throws {
        let parameters = parameters(count)
        let lengths = parameters.map { Int32($0.count) }
        let formats = parameters.map { _ in Int32(1) }
        let pointers = parameters.map { bytes in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
            copy.copyBytes(from: bytes)
            return copy
        }
        defer { for pointer in pointers { pointer.deallocate() } }
        let values = pointers.map { UnsafePointer($0.baseAddress?.assumingMemoryBound(to: CChar.self)) }
        try check(PQexecPrepared(connection, "insertion", Int32(parameters.count), values, lengths, formats, 0))
        rows += count
    }

    private func parameters(_ count: Int) -> [[UInt8]] {
        var tenants = ArrayParameter(of: .uuid, count: count)
        var rowIDs = ArrayParameter(of: .uuid, count: count)
        var digests = ArrayParameter(of: .uuid, count: count)
        var times = ArrayParameter(of: .timestamp, count: count)
        var eventIDs = ArrayParameter(of: .text, count: count)
        var names = ArrayParameter(of: .text, count: count)
        var bodies = ArrayParameter(of: .bytes, count: count)
        let body = (0..<bodyBytes).map { _ in UInt8.random(in: 0...255) }
        let milliseconds = UInt64(Date().timeIntervalSince1970 * 1000)
        for index in 0..<count {
            tenants.append(element: tenant)
            rowIDs.append(element: Self.timeOrderedID(milliseconds))
            digests.append(element: Self.random16())
            // Microseconds since 2000, as PostgreSQL counts them.
            times.append(element: Int64(milliseconds) * 1000 - 946_684_800_000_000)
            eventIDs.append(element: "anchor-\(milliseconds)-\(rows + index)".utf8)
            names.append(element: "purchase".utf8)
            bodies.append(element: body)
        }
        return [tenants, rowIDs, digests, times, eventIDs, names, bodies].map(\.bytes)
    }

    /// A UUID of version 7 (RFC 9562 §5.7).
    private static func timeOrderedID(_ milliseconds: UInt64) -> [UInt8] {
        var bytes = random16()
        withUnsafeBytes(of: (milliseconds << 16).bigEndian) { bytes.replaceSubrange(0..<6, with: $0.prefix(6)) }
        bytes[6] = bytes[6] & 0x0f | 0x70
        bytes[8] = bytes[8] & 0x3f | 0x80
        return bytes
    }

    private static func random16() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        let words = (generator.next(), generator.next())
        return withUnsafeBytes(of: words) { Array($0) }
    }

    // MARK: Statements

    private func execute(_ sql: String) throws { try check(PQexec(connection, sql)) }

    private func value(of sql: String) throws -> String {
        let result = PQexec(connection, sql)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK, PQntuples(result) == 1 else {
            throw AnchorFailure(sentence: String(cString: PQerrorMessage(connection)))
        }
        return String(cString: PQgetvalue(result, 0, 0))
    }

    private func check(_ result: OpaquePointer?) throws {
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else {
            throw AnchorFailure(sentence: String(cString: PQerrorMessage(connection)))
        }
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
