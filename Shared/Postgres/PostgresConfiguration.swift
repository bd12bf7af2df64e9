package import Operations

/// How a database is reached, as whom, and how much of it may be used.
package struct PostgresConfiguration: Sendable {
    /// Where statements go: the server, or a PgBouncer in transaction mode.
    package var address: PostgresAddress
    /// Where LISTEN and migrations go: always the server itself. Nil when `address` is the server.
    package var directAddress: PostgresAddress?
    package var database: String
    package var user: String
    package var password: Secret?
    package var security: TransportSecurity = .prefer
    /// A file of PEM certificates to trust; nil for libpq's own place.
    package var rootCertificateFile: String?
    /// Shown in `pg_stat_activity`.
    package var applicationName = "stratum"
    /// The longest that one attempt to connect may take, name resolution included.
    package var connectTimeout: Duration = .seconds(5)
    /// Connections of one pool, that is of one loop. The sum over loops and services stays under the server's `max_connections`.
    package var poolSize = 4
    /// Connections that a pool keeps open though nobody asks; they also find out by themselves that the server is back.
    package var poolMinimum = 1
    /// Callers that may wait for a connection of one pool; one more is told `poolExhausted` at once.
    package var waitersMax = 1_000
    /// Whether statements that come again are prepared on the server, under a name of their connection. Saves parsing and planning;
    /// must be off behind a PgBouncer older than 1.21 in transaction mode.
    package var preparesStatements = true
    /// Whether a role that row-level security does not bind is refused. Off only for administration.
    package var refusesUnboundRoles = true
    /// Unacknowledged bytes older than this end a TCP connection, so that a silent network cannot hold it.
    package var unacknowledgedTimeout: Duration = .seconds(10)

    package init(address: PostgresAddress, database: String, user: String, password: String?) {
        self.address = address
        self.database = database
        self.user = user
        self.password = password.map { Secret(Array($0.utf8)) }
    }

    /// The same, straight to the server.
    package var direct: PostgresConfiguration {
        var direct = self
        direct.address = directAddress ?? address
        return direct
    }
}
