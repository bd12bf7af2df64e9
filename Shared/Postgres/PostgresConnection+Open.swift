package import EventLoop
import Operations

extension PostgresConnection {
    /// Connects, and checks that the session keeps what it acknowledges. Throws `notConnected` or `notDurable`.
    package static func open(_ configuration: PostgresConfiguration, on loop: EventLoop) async throws -> PostgresConnection {
        loop.preconditionIsCurrent()
        let deadline = loop.now &+ configuration.connectTimeout.wholeNanoseconds
        let settings = try await Self.settings(of: configuration, on: loop)
        let remaining = Duration.nanoseconds(Int64(clamping: deadline &- min(loop.now, deadline)))
        let handle = try await ConnectionAttempt(loop: loop).connect(settings, timeout: remaining)
        let connection = try PostgresConnection(handle: handle, loop: loop, preparesStatements: configuration.preparesStatements)
        do {
            try await connection.checkSession(refusesUnboundRoles: configuration.refusesUnboundRoles, deadline: deadline)
            return connection
        } catch {
            connection.close()
            throw error
        }
    }

    private func checkSession(refusesUnboundRoles: Bool, deadline: UInt64) async throws {
        let answers = try await exchange(
            [
                """
                select current_setting('fsync'), current_setting('synchronous_commit'), rolsuper or rolbypassrls
                from pg_catalog.pg_roles where rolname = current_user
                """
            ], deadline: deadline)
        let row = try answers[0].only
        guard try row[0] != "off" else {
            throw PostgresError(.notDurable, "the database runs with fsync off, so it could lose what it has acknowledged")
        }
        guard try row[1] != "off" else {
            throw PostgresError(.notDurable, "the database session has synchronous_commit off, so it could lose what it has acknowledged")
        }
        let isUnbound: Bool = try row[2]
        guard !(isUnbound && refusesUnboundRoles) else {
            throw PostgresError(.notConnected, "the database role is a superuser or bypasses row-level security")
        }
    }

    private static func settings(of configuration: PostgresConfiguration, on loop: EventLoop) async throws -> [(String, String)] {
        let address = configuration.address
        var settings = [
            ("dbname", configuration.database), ("user", configuration.user), ("application_name", configuration.applicationName),
            ("client_encoding", "UTF8"),
            // Asking for GSS encryption first would cost a round trip, and look into credential caches on the loop.
            ("gssencmode", "disable"),
        ]
        if let password = configuration.password { settings.append(("password", password.revealText())) }
        if address.isUnixSocket {
            settings += [("host", address.host), ("port", "\(address.port)")]
            return settings
        }
        let numeric = try await NameResolver.addresses(of: address.host, on: loop, timeout: configuration.connectTimeout)
        guard !numeric.isEmpty else { throw PostgresError(.notConnected, "the database's host name has no address") }
        // libpq takes lists of equal length and tries one after the other; the name is what a certificate is checked against.
        settings += [
            ("host", numeric.map { _ in address.host }.joined(separator: ",")), ("hostaddr", numeric.joined(separator: ",")),
            ("port", "\(address.port)"), ("sslmode", configuration.security.rawValue), ("keepalives_idle", "30"),
            ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "\(configuration.unacknowledgedTimeout.wholeNanoseconds / 1_000_000)"),
        ]
        if let file = configuration.rootCertificateFile { settings.append(("sslrootcert", file)) }
        return settings
    }
}
