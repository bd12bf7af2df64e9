import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite("Tenant scope")
struct TenantScopeTests {
    private static let schema: SQL = """
        create table orders (tenant_id uuid not null, n int8 not null, primary key (tenant_id, n))
        """
    private static let policy = """
        create policy tenant on orders using (tenant_id = any ((select nullif(
            current_setting('stratum.tenant_ids', true), '')::uuid[])::uuid[]))
        """

    private static func prepare(_ pool: PostgresPool) async throws {
        _ = try await pool.pipelined(
            [
                schema, "alter table orders enable row level security", "alter table orders force row level security",
                "\(unescaped: policy)",
            ], timeout: .seconds(5))
    }

    @Test func `a transaction sees the rows of its tenants only, and none without a tenant`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            try await Self.prepare(pool)
            let (a, b, c) = (UUID(), UUID(), UUID())
            for tenant in [a, b, c] {
                try await pool.execute("insert into orders values (\(tenant), 1)", tenants: .tenant(tenant), timeout: .seconds(5))
            }
            func count(_ scope: TenantScope) async throws -> Int {
                let direct: Int = try await pool.query("select count(*) from orders", tenants: scope, timeout: .seconds(5)).only[0]
                let inTransaction = try await pool.withTransaction(tenants: scope, timeout: .seconds(5)) { transaction in
                    try await transaction.query("select count(*) from orders").only[0, as: Int.self]
                }
                #expect(direct == inTransaction)
                return direct
            }
            #expect(try await count(.none) == 0)
            #expect(try await count(.tenant(a)) == 1)
            #expect(try await count(.tenants([a, c])) == 2)
            #expect(try await count(.tenants([])) == 0)
            #expect(try await count(.tenant(UUID())) == 0)
            // Pooled sessions carry nothing over from the transaction before.
            #expect(try await count(.none) == 0)
        }
    }

    @Test func `another tenant's row cannot be written, moved or deleted`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            try await Self.prepare(pool)
            let (a, b) = (UUID(), UUID())
            try await pool.execute("insert into orders values (\(b), 1)", tenants: .tenant(b), timeout: .seconds(5))
            let insert = await #expect(throws: PostgresError.self) {
                try await pool.execute("insert into orders values (\(b), 2)", tenants: .tenant(a), timeout: .seconds(5))
            }
            #expect(insert?.sqlState == .insufficientPrivilege)
            await #expect(throws: PostgresError.self) {
                try await pool.execute("insert into orders values (\(b), 2)", timeout: .seconds(5))
            }
            #expect(try await pool.execute("update orders set tenant_id = \(a)", tenants: .tenant(a), timeout: .seconds(5)) == 0)
            #expect(try await pool.execute("delete from orders", tenants: .tenant(a), timeout: .seconds(5)) == 0)
            let moved = await #expect(throws: PostgresError.self) {
                try await pool.execute("update orders set tenant_id = \(a)", tenants: .tenant(b), timeout: .seconds(5))
            }
            #expect(moved?.sqlState == .insufficientPrivilege)
        }
    }

    @Test func `a table with tenants and without forced row security is found`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            try await pool.execute("create schema shop", timeout: .seconds(5))
            let question = RowSecurity.unprotectedTables(in: "shop")
            func unprotected() async throws -> [String] {
                try await pool.query(question, timeout: .seconds(5)).map { try $0[0] }
            }
            try await pool.execute("create table shop.tenantless (n int8)", timeout: .seconds(5))
            #expect(try await unprotected() == [])
            try await pool.execute("create table shop.orders (tenant_id uuid)", timeout: .seconds(5))
            #expect(try await unprotected() == ["orders"])
            try await pool.execute("alter table shop.orders enable row level security", timeout: .seconds(5))
            try await pool.execute("create policy tenant on shop.orders using (false)", timeout: .seconds(5))
            #expect(try await unprotected() == ["orders"])
            try await pool.execute("alter table shop.orders force row level security", timeout: .seconds(5))
            #expect(try await unprotected() == [])
        }
    }

    @Test func `a role that row security does not bind is refused`() async throws {
        let database = try await ScratchDatabase.make()
        var configuration = database.cluster.superuserConfiguration(database: database.name)
        configuration.refusesUnboundRoles = true
        try await database.withPool(configuration) { pool in
            let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1", timeout: .seconds(5)) }
            #expect(error?.description == "the database role is a superuser or bypasses row-level security")
        }
    }

    @Test func `a session that could forget what it acknowledged is refused`() async throws {
        let database = try await ScratchDatabase.make()
        try await database.sqlAsSuperuser("alter role \(database.user) set synchronous_commit = off")
        try await database.withPool { pool in
            let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1", timeout: .seconds(5)) }
            #expect(error?.kind == .notDurable)
        }
    }
}
