package import EventLoop
package import Operations

/// Brings one schema to the version that this binary knows, and refuses to work with another.
///
/// The migrations that were applied are rows of `<schema>.schema_migrations`, each with the SHA-256 of its text. Works straight on the server,
/// as `<service>_owner`, under an advisory lock, so that of many processes started at once one migrates and the others wait and find it done.
package struct Migrator: Sendable {
    package let schema: String
    package let migrations: [Migration]

    /// How long to wait for another process that migrates, and the longest that one migration may take.
    private static let lockLimit: Duration = .seconds(60)
    private static let migrationLimit: Duration = .seconds(3_600)
    private static let answerLimit: Duration = .seconds(10)

    /// Throws when the numbers are not 1, 2, 3 …
    package init(schema: String, migrations: [Migration]) throws(StartError) {
        for (index, migration) in migrations.enumerated() where Int(migration.number) != index + 1 {
            throw .configuration("The migrations of schema \(schema) have a hole or a double: \(migration.name) is number \(index + 1).")
        }
        self.schema = schema
        self.migrations = migrations
    }

    /// Applies what is missing and returns the names of what it applied. On the loop. Throws `StartError`: 69 when the database is not
    /// reachable, 64 when the schema is newer, differs, or a migration fails.
    package func apply(to configuration: PostgresConfiguration, on loop: EventLoop) async throws -> [String] {
        let connection: PostgresConnection
        do {
            connection = try await PostgresConnection.open(configuration.direct, on: loop)
        } catch let error as PostgresError {
            throw StartError.unavailable("The database at \(configuration.direct.address) cannot be used: \(error).")
        }
        // Ends the session, and with it the lock.
        defer { connection.close() }
        do {
            try await lock(connection)
            try await prepareTable(connection)
            let applied = try await history(connection)
            try check(applied)
            var names: [String] = []
            for migration in migrations.dropFirst(applied.count) {
                try await apply(migration, on: connection)
                names.append(migration.name)
            }
            return names
        } catch let error as PostgresError {
            let sentence = "The schema \(schema) cannot be migrated: \(error.debugDescription)."
            throw error.isUnavailable ? StartError.unavailable(sentence) : .configuration(sentence)
        }
    }

    /// Throws `StartError` unless the schema has exactly the migrations that this binary knows. For services that may not migrate.
    package func check(_ pool: PostgresPool) async throws {
        let applied: [Applied]
        do {
            applied = try await pool.query(historyQuery, timeout: Self.answerLimit).map { try Applied($0) }
        } catch let error as PostgresError where error.sqlState == .undefinedTable {
            throw StartError.configuration("The schema \(schema) has not been migrated.")
        } catch let error as PostgresError {
            throw StartError.unavailable("The version of schema \(schema) cannot be read: \(error).")
        }
        try check(applied)
        guard applied.count == migrations.count else {
            throw StartError.configuration(
                "The schema \(schema) is at version \(applied.count), this program needs version \(migrations.count): migrate it first.")
        }
    }

    // MARK: History

    private struct Applied {
        let number: Int32
        let name: String
        /// Nil when this binary does not know the number.
        let isSame: Bool?

        init(_ row: PostgresRow) throws {
            number = try row[0]
            name = try row[1]
            isSame = try row[2]
        }
    }

    private var historyQuery: SQL {
        """
        select applied.number, applied.name, applied.checksum = sha256(known.sql)
        from \(identifier: schema).schema_migrations applied
        left join unnest(\(migrations.map(\.number)), \(migrations.map { Array($0.sql.utf8) })) known (number, sql) using (number)
        order by applied.number
        """
    }

    private func history(_ connection: PostgresConnection) async throws -> [Applied] {
        try await connection.exchange([historyQuery], deadline: deadline(Self.answerLimit, connection))[0].map { try Applied($0) }
    }

    private func check(_ applied: [Applied]) throws(StartError) {
        if let last = applied.last, Int(last.number) > migrations.count {
            throw .configuration(
                "The schema \(schema) is at version \(last.number), this program knows version \(migrations.count) and no newer one.")
        }
        for migration in applied where migration.isSame != true {
            throw .configuration("The migration \(migration.name) of schema \(schema) has changed since it was applied.")
        }
    }

    // MARK: Applying

    private func lock(_ connection: PostgresConnection) async throws {
        do {
            _ = try await connection.exchange(
                ["select pg_advisory_lock(hashtextextended(\("stratum migrations of \(schema)"), 0))"],
                deadline: deadline(Self.lockLimit, connection))
        } catch let error as PostgresError where error.kind == .deadlineExceeded {
            throw StartError.unavailable("Another process is migrating the schema \(schema) and has not finished in time.")
        }
    }

    private func prepareTable(_ connection: PostgresConnection) async throws {
        let existing = try await connection.exchange(
            ["select to_regnamespace(quote_ident(\(schema))) is not null"], deadline: deadline(Self.answerLimit, connection))
        let isThere: Bool = try existing[0].only[0]
        var statements: [SQL] = [
            """
            create table if not exists \(identifier: schema).schema_migrations (
                number int4 primary key, name text not null, checksum bytea not null, applied_at timestamptz not null default now()
            )
            """,
            "grant select on \(identifier: schema).schema_migrations to public",
        ]
        if !isThere { statements.insert("create schema \(identifier: schema)", at: 0) }
        _ = try await connection.exchange(statements, deadline: deadline(Self.answerLimit, connection))
    }

    private func apply(_ migration: Migration, on connection: PostgresConnection) async throws {
        let deadline = deadline(Self.migrationLimit, connection)
        do {
            _ = try await connection.exchange(["begin", "set local search_path to \(identifier: schema)"], deadline: deadline)
            try await connection.script(migration.sql, deadline: deadline)
            guard connection.isInTransaction else {
                throw StartError.configuration("The migration \(migration.name) of schema \(schema) ends the transaction it is run in.")
            }
            let row: SQL = """
                insert into \(identifier: schema).schema_migrations (number, name, checksum)
                values (\(migration.number), \(migration.name), sha256(\(Array(migration.sql.utf8))))
                """
            _ = try await connection.exchange([row, "commit"], deadline: deadline, role: .commit)
        } catch let error as PostgresError where !error.isUnavailable {
            throw StartError.configuration(
                "The migration \(migration.name) of schema \(schema) failed and left nothing behind: \(error.debugDescription).")
        }
    }

    private func deadline(_ limit: Duration, _ connection: PostgresConnection) -> UInt64 {
        connection.loop.now &+ limit.wholeNanoseconds
    }
}
