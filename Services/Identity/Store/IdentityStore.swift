import Postgres

/// Tenants and API keys in PostgreSQL. One for each loop, on that loop's pool. A question has a file for each table.
struct IdentityStore: Sendable {
    let pool: PostgresPool
}
