import CPQ
package import EventLoop
import Operations

/// Makes a database ready for services: the database, a schema for each service, its three roles and what they may do.
///
/// Idempotent: run again, it brings privileges and passwords to what is given. Needs a superuser, by the socket or an address. None of the
/// roles is a superuser, bypasses row-level security, or can make databases or roles.
///
/// The everyday role may read and write every table of its schema, under row-level security. The worker role gets nothing by itself:
/// migrations grant it the lease, job and delivery tables, each with a policy of its own (`RowSecurity`).
package struct DatabasePreparation: Sendable {
    package let database: String
    package let services: [ServiceRoles]

    private static let limit: Duration = .seconds(30)

    package init(database: String, services: [ServiceRoles]) {
        self.database = database
        self.services = services
    }

    /// Prepares, as the superuser of `administrator`, whose database is one that exists, such as `postgres`. On the loop. Throws `StartError`.
    package func run(as administrator: PostgresConfiguration, on loop: EventLoop) async throws {
        do {
            try await withConnection(administrator, loop) { connection in
                let query: SQL = "select 1 from pg_database where datname = \(database)"
                if try await ask(query, connection).isEmpty { try await run("create database \(quoted(database))", connection) }
            }
            var inside = administrator
            inside.database = database
            try await withConnection(inside, loop) { connection in
                // A lock, because two at once would both create what is missing.
                _ = try await ask("select pg_advisory_lock(hashtextextended('stratum database preparation', 0))", connection)
                try await run("revoke all on database \(quoted(database)) from public", connection)
                try await run("revoke create on schema public from public", connection)
                for service in services { try await prepare(service, connection) }
            }
        } catch let error as PostgresError {
            let sentence = "The database \(database) at \(administrator.address) cannot be prepared: \(error.debugDescription)."
            throw error.isUnavailable ? StartError.unavailable(sentence) : .configuration(sentence)
        }
    }

    private func prepare(_ service: ServiceRoles, _ connection: PostgresConnection) async throws {
        let passwords = [
            (service.owner, service.ownerPassword), (service.everyday, service.password), (service.worker, service.workerPassword),
        ]
        for (role, password) in passwords { try await prepare(role: role, password: password, schema: service.service, connection) }
        let (schema, owner) = (quoted(service.service), quoted(service.owner))
        let (everyday, worker) = (quoted(service.everyday), quoted(service.worker))
        try await run(
            """
            create schema if not exists \(schema) authorization \(owner);
            alter schema \(schema) owner to \(owner);
            revoke all on schema \(schema) from public;
            grant usage on schema \(schema) to \(everyday), \(worker);
            alter default privileges for role \(owner) in schema \(schema) grant select, insert, update, delete on tables to \(everyday);
            alter default privileges for role \(owner) in schema \(schema) grant usage on sequences to \(everyday), \(worker);
            """, connection)
    }

    private func prepare(role: String, password: String, schema: String, _ connection: PostgresConnection) async throws {
        if try await ask("select 1 from pg_roles where rolname = \(role)", connection).isEmpty {
            try await run("create role \(quoted(role))", connection)
        }
        let secret = try secret(password, of: role, connection)
        try await run(
            """
            alter role \(quoted(role)) with login nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit password '\(secret)';
            alter role \(quoted(role)) in database \(quoted(database)) set search_path = \(quoted(schema));
            grant connect on database \(quoted(database)) to \(quoted(role));
            """, connection)
    }

    /// What the server stores for a password, made here so that the password itself is in no statement and no server log.
    private func secret(_ password: String, of role: String, _ connection: PostgresConnection) throws -> String {
        guard let text = PQencryptPasswordConn(connection.handle, password, role, "scram-sha-256") else {
            throw PostgresError(.unexpectedAnswer, "a password could not be prepared")
        }
        defer { PQfreemem(text) }
        return String(cString: text)
    }

    // MARK: Statements

    private func withConnection(
        _ configuration: PostgresConfiguration, _ loop: EventLoop, _ body: (PostgresConnection) async throws -> Void
    ) async throws {
        var configuration = configuration.direct
        configuration.refusesUnboundRoles = false
        let connection = try await PostgresConnection.open(configuration, on: loop)
        defer { connection.close() }
        try await body(connection)
    }

    private func ask(_ sql: SQL, _ connection: PostgresConnection) async throws -> PostgresRows {
        try await connection.exchange([sql], deadline: connection.loop.now &+ Self.limit.wholeNanoseconds)[0]
    }

    /// Statements that take no parameters and, for CREATE DATABASE, no transaction.
    private func run(_ text: String, _ connection: PostgresConnection) async throws {
        try await connection.script(text, deadline: connection.loop.now &+ Self.limit.wholeNanoseconds)
    }

    private func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
