package import EventLoop
package import Operations

extension PostgresSettings {
    /// The pools of the everyday role, one for each loop; read with `loops: 1`, the connections are divided here.
    package func makePools(_ loops: [EventLoop], log: Log) -> LoopLocal<PostgresPool> {
        var configuration = everyday
        configuration.poolSize = max(1, configuration.poolSize / loops.count)
        configuration.poolMinimum = min(configuration.poolMinimum, configuration.poolSize)
        return LoopLocal(loops) { PostgresPool(configuration: configuration, loop: $0, log: log) }
    }

    /// Throws a `StartError` unless the database is there and the schema is exactly what these migrations make. On the pool's loop.
    package static func check(_ schema: String, _ migrations: [Migration], _ pool: PostgresPool) async throws {
        try await pool.connect(timeout: .seconds(10))
        try await Migrator(schema: schema, migrations: migrations).check(pool)
    }

    /// Applies what the schema is missing, as its owner, and returns a sentence for each. For the command `migrate`. On the loop.
    package func migrate(_ schema: String, _ migrations: [Migration], on loop: EventLoop) async throws -> [String] {
        try await Migrator(schema: schema, migrations: migrations).apply(to: owner, on: loop).map { "Applied \($0)." }
    }
}
