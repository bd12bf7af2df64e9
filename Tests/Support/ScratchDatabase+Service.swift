import Operations
package import Postgres

extension ScratchDatabase {
    /// The password of every service's roles in a scratch cluster.
    private static let rolePassword = "scratch"

    /// Roles belong to the cluster: suites that run at the same time make them one after the other.
    private actor Preparation {
        static let one = Preparation()
        private var last: Task<Void, any Error>?

        func run(_ body: @escaping @Sendable () async throws -> Void) async throws {
            let previous = last
            let task = Task {
                _ = await previous?.result
                try await body()
            }
            last = task
            try await task.value
        }
    }

    /// Makes a database with a service's roles and schema, as `stratum database prepare` does, and applies its migrations.
    package static func make(for service: String, migrations: [Migration], in cluster: ScratchCluster? = nil) async throws
        -> ScratchDatabase
    {
        let database = try await make(in: cluster)
        let roles = ServiceRoles(service: service, ownerPassword: rolePassword, password: rolePassword, workerPassword: rolePassword)
        try await Preparation.one.run {
            try await TestLoop.run { loop in
                try await DatabasePreparation(database: database.name, services: [roles])
                    .run(as: database.cluster.superuserConfiguration(), on: loop)
            }
        }
        _ = try await TestLoop.run { loop in
            try await Migrator(schema: service, migrations: migrations)
                .apply(to: database.configuration(role: roles.owner), on: loop)
        }
        return database
    }

    /// How a service's role reaches this database.
    package func configuration(role: String) -> PostgresConfiguration {
        var configuration = configuration
        configuration.user = role
        configuration.password = Secret(Array(Self.rolePassword.utf8))
        return configuration
    }
}
