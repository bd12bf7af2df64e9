import EventLoop
package import Postgres

extension ScratchDatabase {
    /// How to reach this database as its owner, over TCP.
    package var configuration: PostgresConfiguration {
        PostgresConfiguration(address: PostgresAddress(host: host, port: port), database: name, user: user, password: password)
    }

    /// Runs `body` with a pool on a loop of its own, drained afterwards.
    package func withPool<Answer: Sendable>(
        _ configuration: PostgresConfiguration? = nil, _ body: @escaping @Sendable (PostgresPool) async throws -> Answer
    ) async throws -> Answer {
        let configuration = configuration ?? self.configuration
        return try await TestLoop.run { loop in
            let pool = PostgresPool(configuration: configuration, loop: loop)
            do {
                let answer = try await body(pool)
                await pool.drain(grace: .seconds(1))
                return answer
            } catch {
                await pool.drain(grace: .seconds(1))
                throw error
            }
        }
    }

    /// Applies migrations, as this database's owner.
    @discardableResult
    package func migrate(_ migrator: Migrator) async throws -> [String] {
        let configuration = configuration
        return try await TestLoop.run { loop in try await migrator.apply(to: configuration, on: loop) }
    }
}

extension ScratchCluster {
    /// How to reach the cluster as its superuser.
    package func superuserConfiguration(database: String = "postgres") -> PostgresConfiguration {
        var configuration = PostgresConfiguration(
            address: PostgresAddress(host: host, port: port), database: database, user: superuser, password: superuserPassword)
        configuration.refusesUnboundRoles = false
        return configuration
    }
}
