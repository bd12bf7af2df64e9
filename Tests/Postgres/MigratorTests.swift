import Foundation
import Operations
import TestSupport
import Testing

@testable import Postgres

@Suite("Migrator")
struct MigratorTests {
    private static let accounts = "create table accounts (id uuid primary key); create index on accounts (id);"
    private static let names = "alter table accounts add column name text; insert into accounts values (gen_random_uuid(), 'first');"

    private func migrator(_ texts: [String]) throws -> Migrator {
        let migrations = try texts.enumerated().map { index, text in
            try Migration(file: "v000\(index + 1)_step.sql", sql: Array(text.utf8))
        }
        return try Migrator(schema: "shop", migrations: migrations)
    }

    private func sentence(_ body: () async throws -> Void) async -> (String, Int32)? {
        do {
            try await body()
            return nil
        } catch let error as StartError {
            return (error.sentence, error.exitCode)
        } catch { return nil }
    }

    @Test func `migrations are applied in order, once`() async throws {
        let database = try await ScratchDatabase.make()
        #expect(try await database.migrate(migrator([Self.accounts])) == ["v0001_step"])
        #expect(try await database.migrate(migrator([Self.accounts, Self.names])) == ["v0002_step"])
        #expect(try await database.migrate(migrator([Self.accounts, Self.names])) == [])
        #expect(try await database.sqlAsSuperuser("select name from shop.accounts") == "first")
        #expect(
            try await database.sqlAsSuperuser("select string_agg(name, ',' order by number) from shop.schema_migrations")
                == "v0001_step,v0002_step")
    }

    @Test func `a schema newer than the binary is refused`() async throws {
        let database = try await ScratchDatabase.make()
        try await database.migrate(migrator([Self.accounts, Self.names]))
        let refusal = await sentence { try await database.migrate(migrator([Self.accounts])) }
        #expect(refusal?.0 == "The schema shop is at version 2, this program knows version 1 and no newer one.")
        #expect(refusal?.1 == 64)
    }

    @Test func `a migration that changed since it was applied is refused`() async throws {
        let database = try await ScratchDatabase.make()
        try await database.migrate(migrator([Self.accounts]))
        let refusal = await sentence { try await database.migrate(migrator([Self.accounts + " ", Self.names])) }
        #expect(refusal?.0 == "The migration v0001_step of schema shop has changed since it was applied.")
        #expect(refusal?.1 == 64)
        #expect(try await database.sqlAsSuperuser("select count(*) from shop.schema_migrations") == "1")
    }

    @Test(arguments: ["insert into nowhere values (1);", "select 1/0;", "create table accounts (id int);", "select 'open"])
    func `a migration that fails half-way leaves nothing, and those before it stay`(broken: String) async throws {
        let database = try await ScratchDatabase.make()
        let refusal = await sentence {
            try await database.migrate(migrator([Self.accounts, "create table half (n int); \(broken)"]))
        }
        #expect(refusal?.0.hasPrefix("The migration v0002_step of schema shop failed and left nothing behind: ") == true)
        #expect(refusal?.1 == 64)
        #expect(try await database.sqlAsSuperuser("select to_regclass('shop.half') is null") == "t")
        #expect(try await database.sqlAsSuperuser("select count(*) from shop.schema_migrations") == "1")
        #expect(try await database.migrate(migrator([Self.accounts, Self.names])) == ["v0002_step"])
    }

    @Test func `a migration that ends its transaction is refused`() async throws {
        let database = try await ScratchDatabase.make()
        let refusal = await sentence {
            try await database.migrate(migrator([Self.accounts, "commit; create table after_commit (n int);"]))
        }
        #expect(refusal?.0 == "The migration v0002_step of schema shop ends the transaction it is run in.")
    }

    @Test func `of several that start at once, one migrates and the others find it done`() async throws {
        let database = try await ScratchDatabase.make()
        let migrator = try migrator(["select pg_sleep(0.2); " + Self.accounts, Self.names])
        let applied = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 { group.addTask { try await database.migrate(migrator) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(applied.map(\.count).sorted() == [0, 0, 0, 2])
        #expect(try await database.sqlAsSuperuser("select count(*) from shop.accounts") == "1")
    }

    @Test func `a service checks that its schema is the one it knows`() async throws {
        let database = try await ScratchDatabase.make()
        let one = try migrator([Self.accounts])
        let two = try migrator([Self.accounts, Self.names])
        func refusal(_ migrator: Migrator) async -> String? {
            await sentence { try await database.withPool { try await migrator.check($0) } }?.0
        }
        #expect(await refusal(one) == "The schema shop has not been migrated.")
        try await database.migrate(one)
        #expect(await refusal(one) == nil)
        #expect(await refusal(two) == "The schema shop is at version 1, this program needs version 2: migrate it first.")
        try await database.migrate(two)
        #expect(await refusal(one) == "The schema shop is at version 2, this program knows version 1 and no newer one.")
    }

    @Test func `an unreachable database is exit code 69`() async throws {
        let migrator = try migrator([Self.accounts])
        let configuration = PostgresConfiguration(
            address: PostgresAddress(host: "127.0.0.1", port: 1), database: "x", user: "x", password: nil)
        let refusal = await sentence { _ = try await TestLoop.run { try await migrator.apply(to: configuration, on: $0) } }
        #expect(refusal?.1 == 69)
    }

    @Test(arguments: ["1_x.sql", "v1_x.sql", "v0000_x.sql", "v0001.sql", "x0001_x.sql", "v00a1_x.sql"])
    func `a file with another kind of name is refused`(file: String) {
        #expect(throws: StartError.self) { try Migration(file: file, sql: []) }
    }

    @Test func `a hole in the numbers is refused`() throws {
        let migrations = [try Migration(file: "v0001_a.sql", sql: []), try Migration(file: "v0003_b.sql", sql: [])]
        #expect(throws: StartError.self) { try Migrator(schema: "shop", migrations: migrations) }
    }
}
