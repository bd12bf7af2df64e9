import Advertising
import FoundationEssentials
import Postgres

/// Connections in PostgreSQL, their credentials sealed. One for each loop, on that loop's pool.
struct ConnectionStore: Sendable {
    let pool: PostgresPool
    let sealer: CredentialsSealer
}
