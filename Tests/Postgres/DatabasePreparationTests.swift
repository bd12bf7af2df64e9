import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite("Database preparation")
struct DatabasePreparationTests {
    @Test func `roles own, serve and work, and none can do more`() async throws {
        // Roles are the whole cluster's: a cluster of its own.
        let cluster = try await ScratchCluster.make()
        let services = ["shop", "bank"].map {
            ServiceRoles(service: $0, ownerPassword: "o-\($0)", password: "e-\($0)", workerPassword: "w-\($0)")
        }
        let preparation = DatabasePreparation(database: "stratum", services: services)
        let administrator = cluster.superuserConfiguration()
        for _ in 0..<2 { try await TestLoop.run { try await preparation.run(as: administrator, on: $0) } }

        @Sendable func configuration(_ user: String, _ password: String) -> PostgresConfiguration {
            PostgresConfiguration(
                address: PostgresAddress(host: cluster.host, port: cluster.port), database: "stratum", user: user, password: password)
        }
        let migrator = try Migrator(
            schema: "shop",
            migrations: [
                Migration(
                    file: "v0001_tables.sql",
                    sql: Array(
                        """
                        create table orders (tenant_id uuid, n int8);
                        alter table orders enable row level security;
                        alter table orders force row level security;
                        create policy tenant on orders using (tenant_id = any ((select nullif(
                            current_setting('stratum.tenant_ids', true), '')::uuid[])::uuid[]));
                        create table deliveries (like orders);
                        alter table deliveries enable row level security;
                        alter table deliveries force row level security;
                        create policy tenant on deliveries using (tenant_id = any ((select nullif(
                            current_setting('stratum.tenant_ids', true), '')::uuid[])::uuid[]));
                        grant select, update on deliveries to shop_worker;
                        create policy worker on deliveries to shop_worker using (true);
                        """.utf8))
            ])
        try await TestLoop.run { loop in
            _ = try await migrator.apply(to: configuration("shop_owner", "o-shop"), on: loop)
            let (everyday, worker) = (
                PostgresPool(configuration: configuration("shop", "e-shop"), loop: loop),
                PostgresPool(configuration: configuration("shop_worker", "w-shop"), loop: loop)
            )
            let stranger = PostgresPool(configuration: configuration("bank", "e-bank"), loop: loop)
            let (a, b) = (UUID(), UUID())
            try await migrator.check(everyday)
            for tenant in [a, b] {
                let rows: [SQL] = ["insert into orders values (\(tenant), 1)", "insert into deliveries values (\(tenant), 1)"]
                _ = try await everyday.pipelined(rows, tenants: .tenant(tenant), timeout: .seconds(5))
            }
            #expect(try await everyday.query("select count(*) from deliveries", tenants: .tenant(a), timeout: .seconds(5)).only[0] == 1)
            #expect(try await everyday.query("select count(*) from deliveries", timeout: .seconds(5)).only[0] == 0)
            #expect(try await worker.query("select count(*) from deliveries", timeout: .seconds(5)).only[0] == 2)
            func refused(_ pool: PostgresPool, _ sql: SQL) async -> Bool {
                let error = await #expect(throws: PostgresError.self) { try await pool.query(sql, timeout: .seconds(5)) }
                return error?.sqlState == .insufficientPrivilege
            }
            #expect(await refused(worker, "select count(*) from orders"))
            #expect(await refused(worker, "delete from deliveries"))
            #expect(await refused(stranger, "select count(*) from shop.orders"))
            #expect(await refused(everyday, "create table mine (n int8)"))
            #expect(await refused(everyday, "create table public.mine (n int8)"))
            #expect(await refused(everyday, "alter table orders no force row level security"))
            #expect(await refused(everyday, "truncate orders"))
            #expect(await refused(everyday, "set role shop_owner"))
            #expect(try await everyday.query(RowSecurity.unprotectedTables(in: "shop"), timeout: .seconds(5)).isEmpty)
            for pool in [everyday, worker, stranger] { await pool.drain(grace: .seconds(1)) }
        }
        let unbound =
            "select count(*) from pg_roles where rolname ~ '^(shop|bank)' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)"
        #expect(try await cluster.sql(unbound) == "0")
    }
}
