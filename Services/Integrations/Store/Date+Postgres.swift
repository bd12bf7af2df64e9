import FoundationEssentials
import Postgres

extension Date {
    /// To the microsecond, as PostgreSQL keeps it.
    var postgresTimestamp: PostgresTimestamp {
        PostgresTimestamp(unixMicroseconds: Int64((timeIntervalSince1970 * 1_000_000).rounded()))
    }

    init(_ timestamp: PostgresTimestamp) {
        self.init(timeIntervalSince1970: Double(timestamp.unixMicroseconds) / 1_000_000)
    }
}
