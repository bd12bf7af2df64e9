/// A moment with PostgreSQL's precision, as `timestamptz` holds it.
package struct PostgresTimestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 2000-01-01T00:00:00Z, the server's own count. Its extremes stand for `-infinity` and `infinity`.
    let microsecondsSince2000: Int64

    /// From 1970-01-01 to 2000-01-01: 10,957 days.
    private static let epochDifference: Int64 = 10_957 * 86_400 * 1_000_000

    init(microsecondsSince2000: Int64) { self.microsecondsSince2000 = microsecondsSince2000 }

    /// Microseconds since 1970-01-01T00:00:00Z. What is out of range becomes `infinity`'s neighbour, not a trap.
    package init(unixMicroseconds: Int64) {
        let (value, overflow) = unixMicroseconds.subtractingReportingOverflow(Self.epochDifference)
        microsecondsSince2000 = overflow ? .min + 1 : value
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    package var unixMicroseconds: Int64 {
        let (value, overflow) = microsecondsSince2000.addingReportingOverflow(Self.epochDifference)
        return overflow ? .max : value
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    package init(unixMilliseconds: Int64) {
        let (value, overflow) = unixMilliseconds.multipliedReportingOverflow(by: 1_000)
        self.init(unixMicroseconds: overflow ? (unixMilliseconds < 0 ? .min : .max) : value)
    }

    package static func < (left: PostgresTimestamp, right: PostgresTimestamp) -> Bool {
        left.microsecondsSince2000 < right.microsecondsSince2000
    }

    package func advanced(by duration: Duration) -> PostgresTimestamp {
        let (seconds, attoseconds) = duration.components
        let (microseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let step = overflow ? (seconds < 0 ? Int64.min : .max) : microseconds
        let (sum, sumOverflow) = microsecondsSince2000.addingReportingOverflow(step)
        let whole = sumOverflow ? (step < 0 ? Int64.min + 1 : .max - 1) : sum
        return PostgresTimestamp(microsecondsSince2000: whole &+ (sumOverflow ? 0 : attoseconds / 1_000_000_000_000))
    }
}
