import Postgres

extension Moment {
    init(_ timestamp: PostgresTimestamp) { self.init(unixMicroseconds: timestamp.unixMicroseconds) }

    /// As the database keeps it.
    var timestamp: PostgresTimestamp { PostgresTimestamp(unixMicroseconds: unixMicroseconds) }
}

extension Duration {
    /// Microseconds as an `integer` column holds them: 35 minutes at most.
    var columnMicroseconds: Int32 { Int32(clamping: wholeMicroseconds) }
}
