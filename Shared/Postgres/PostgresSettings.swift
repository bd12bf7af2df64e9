package import Operations

/// What a service's environment says about its database, for each of its three roles.
///
/// All names begin with `STRATUM_<SERVICE>_DATABASE_`. Passwords come from files; a role without a password file connects without one, which
/// only a Unix socket with peer authentication or a trusting server takes.
package struct PostgresSettings: Sendable {
    /// As `<service>`: serves calls.
    package let everyday: PostgresConfiguration
    /// As `<service>_worker`: works in the background.
    package let worker: PostgresConfiguration
    /// As `<service>_owner`: applies migrations.
    package let owner: PostgresConfiguration

    /// Reads them. The connections that the service may have are divided over its loops, half of them for each of the two roles that
    /// have pools, at least one for each pool. Throws a `StartError` that names the setting.
    package init(_ environment: Environment, loops: Int) throws(StartError) {
        let prefix = environment.prefix + "DATABASE_"
        let service = environment.service
        let address = try Self.address(
            prefix + "ADDRESS", environment, "where PostgreSQL or PgBouncer listens: host:port, or a socket's /directory:port")
        let direct = try Self.address(prefix + "DIRECT_ADDRESS", environment, "where PostgreSQL itself listens, for LISTEN and migrations")
        let database = try environment.string(prefix + "NAME", default: "stratum", "the database")
        var shared = PostgresConfiguration(address: address ?? Self.localAddress, database: database, user: service, password: nil)
        shared.directAddress = direct
        shared.applicationName = "stratum-\(service)"
        shared.security = try environment.choice(prefix + "TLS", default: .prefer, "whether connections are encrypted (libpq's sslmode)")
        shared.rootCertificateFile = try environment.optionalString(
            prefix + "ROOT_CERTIFICATE", "the certificates trusted to sign the server's")
        shared.connectTimeout = try environment.duration(
            prefix + "CONNECT_TIMEOUT_MILLISECONDS", default: .seconds(5), in: .milliseconds(10)...(.seconds(60)),
            "the longest try to connect")
        let connections = try environment.int(
            prefix + "CONNECTIONS", default: 16, in: 1...1_000, "connections of the whole process, divided over its loops and two roles")
        shared.poolSize = max(1, connections / (2 * loops))
        shared.poolMinimum = min(shared.poolMinimum, shared.poolSize)
        shared.waitersMax = try environment.int(
            prefix + "WAITERS_PER_LOOP", default: 1_000, in: 1...100_000, "calls that may wait for a connection, for each loop and role")
        shared.preparesStatements = try environment.bool(
            prefix + "PREPARES_STATEMENTS", default: true, "off behind a PgBouncer older than 1.21 in transaction mode")

        everyday = try Self.role(shared, environment, prefix, user: service)
        worker = try Self.role(shared, environment, prefix + "WORKER_", user: "\(service)_worker")
        owner = try Self.role(shared, environment, prefix + "OWNER_", user: "\(service)_owner")
    }

    /// The local stack's.
    private static let localAddress = PostgresAddress(host: "127.0.0.1", port: 7432)

    private static func role(
        _ shared: PostgresConfiguration, _ environment: Environment, _ prefix: String, user: String
    ) throws(StartError) -> PostgresConfiguration {
        var configuration = shared
        configuration.user = try environment.string(prefix + "USER", default: user, "the role")
        configuration.password = try environment.optionalSecret(prefix + "PASSWORD_FILE", "the role's password")
        return configuration
    }

    private static func address(
        _ name: String, _ environment: Environment, _ meaning: String
    ) throws(StartError) -> PostgresAddress? {
        guard let text = try environment.optionalString(name, meaning) else { return nil }
        guard let address = PostgresAddress(text) else {
            throw .configuration("\(name) is \"\(text)\": an address host:port, or a socket's /directory:port, is needed.")
        }
        return address
    }
}
