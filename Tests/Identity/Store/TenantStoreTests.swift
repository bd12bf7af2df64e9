import Foundation
import Postgres
import Testing
import TestSupport

@testable import Identity

@Suite("Tenant store")
struct TenantStoreTests {
    @Test func `a tenant comes back as it was made`() async throws {
        try await TestStore.run { test in
            let tenant = try await test.makeTenant("demo")
            #expect(try await test.store.tenant(tenant.id, timeout: TestStore.timeout) == tenant)
            #expect(try await test.store.tenantID(ofSlug: TenantSlug("demo", field: ""), timeout: TestStore.timeout) == tenant.id)
            #expect(try await test.store.tenantID(ofSlug: TenantSlug("other", field: ""), timeout: TestStore.timeout) == nil)
            #expect(try await test.store.tenant(UUID(), timeout: TestStore.timeout) == nil)
        }
    }

    @Test func `of twenty who want one slug at the same time one gets it`() async throws {
        try await TestStore.run { test in
            let gained = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    let tenant = Tenant(id: UUID(), slug: "demo", displayName: "Demo", currency: "GBP", createdAt: TestStore.now)
                    group.addTask(executorPreference: test.pool.loop) { try await test.store.insert(tenant, timeout: TestStore.timeout) }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(gained == 1)
        }
    }

    @Test func `lists tenants by slug, page after page`() async throws {
        try await TestStore.run { test in
            for slug in ["zebra", "apple", "m-1", "m0"] { _ = try await test.makeTenant(slug) }
            let first = try await test.store.tenants(after: "", most: 3, timeout: TestStore.timeout)
            #expect(first.map(\.slug) == ["apple", "m-1", "m0"])
            let second = try await test.store.tenants(after: "m0", most: 3, timeout: TestStore.timeout)
            #expect(second.map(\.slug) == ["zebra"])
        }
    }

    @Test func `the everyday role sees no tenant unasked, and only those it names`() async throws {
        try await TestStore.run { test in
            let one = try await test.makeTenant("one")
            let other = try await test.makeTenant("other")
            let everybody: SQL = "SELECT tenant_id FROM identity.tenants"
            #expect(try await test.pool.query(everybody, timeout: TestStore.timeout).isEmpty)
            let seen = try await test.pool.query(everybody, tenants: .tenant(one.id), timeout: TestStore.timeout)
            #expect(try seen.map { try $0[0, as: UUID.self] } == [one.id])
            await #expect(throws: PostgresError.self) {
                try await test.pool.execute(
                    """
                    INSERT INTO identity.tenants (tenant_id, slug, display_name, currency, created_at)
                    VALUES (\(UUID()), 'third', 'Third', 'GBP', now())
                    """,
                    tenants: .tenant(other.id), timeout: TestStore.timeout)
            }
            await #expect(throws: PostgresError.self) {
                try await test.pool.execute("DELETE FROM identity.tenants", tenants: .tenant(one.id), timeout: TestStore.timeout)
            }
        }
    }

    @Test func `no table with tenants is left unprotected`() async throws {
        try await TestStore.run { test in
            let unprotected = try await test.pool.query(RowSecurity.unprotectedTables(in: "identity"), timeout: TestStore.timeout)
            #expect(unprotected.isEmpty)
        }
    }

    @Test func `migrations in the folder are those in the list`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Services/Identity/Migrations")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }.sorted()
        #expect(try Migrations.all().map { "\($0.name).sql" } == files)
    }
}
