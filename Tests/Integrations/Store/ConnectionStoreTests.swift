import Advertising
import Foundation
import Postgres
import Testing
import TestSupport

@testable import Integrations

@Suite("Connection store")
struct ConnectionStoreTests {
    @Test func `a connection comes back as it was made, with its credentials`() async throws {
        try await TestStore.run { test in
            let tenant = UUID()
            let connection = try await test.connect(tenant, pixel: 42)
            #expect(connection.tenantID == tenant && connection.platform == .meta && connection.status == .connected)
            #expect(connection.pixelID == "42" && connection.pixelName == "Pixel 42" && connection.version == 1)
            #expect(connection.connectedAt == TestStore.now && connection.updatedAt == TestStore.now)
            #expect(try await test.store.connections(of: tenant, timeout: TestStore.timeout) == [connection])
            let stored = try await test.store.eventsCredentials(of: tenant, platform: .meta, timeout: TestStore.timeout)
            #expect(stored == StoredCredentials(credentials: TestStore.credentials(pixel: 42), version: 1, status: .connected))
        }
    }

    @Test func `connecting again replaces the credentials and keeps the connection`() async throws {
        try await TestStore.run { test in
            let tenant = UUID()
            let first = try await test.connect(tenant, pixel: 1)
            let second = try await test.connect(tenant, pixel: 2, token: "another", at: TestStore.now + 60)
            #expect(second.id == first.id && second.connectedAt == first.connectedAt && second.updatedAt == TestStore.now + 60)
            #expect(second.version == 2 && second.pixelID == "2" && second.pixelName == "Pixel 2")
            let stored = try await test.store.eventsCredentials(of: tenant, platform: .meta, timeout: TestStore.timeout)
            #expect(stored?.credentials == TestStore.credentials(pixel: 2, token: "another"))
        }
    }

    @Test func `fifty who connect at the same time get fifty versions, and the outbox has the last one`() async throws {
        try await TestStore.run { test in
            let tenant = UUID()
            let versions = try await withThrowingTaskGroup(of: Int64.self) { group in
                for pixel in 0..<50 {
                    group.addTask(executorPreference: test.pool.loop) { try await test.connect(tenant, pixel: pixel).version }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(versions.sorted() == Array(1...50))
            let rows = try await test.database.sqlAsSuperuser(
                """
                select c.version, d.version, c.pixel_id = d.pixel_id, c.pixel_name = 'Pixel ' || c.pixel_id
                from integrations.connections c join integrations.destination_changes d using (tenant_id, platform)
                """)
            #expect(rows == "50|50|t|t")
        }
    }

    @Test func `what Events is to be told is written with the connection, or neither is`() async throws {
        try await TestStore.run { test in
            try await test.database.sqlAsSuperuser("revoke insert on integrations.destination_changes from integrations")
            await #expect(throws: PostgresError.self) { try await test.connect(UUID()) }
            #expect(try await test.database.sqlAsSuperuser("select count(*) from integrations.connections") == "0")
        }
    }

    @Test func `another tenant's connection can be neither seen nor changed`() async throws {
        try await TestStore.run { test in
            let (owner, stranger) = (UUID(), UUID())
            try await test.connect(owner)
            #expect(try await test.store.connections(of: stranger, timeout: TestStore.timeout).isEmpty)
            #expect(try await test.store.eventsCredentials(of: stranger, platform: .meta, timeout: TestStore.timeout) == nil)
            // The second wall: statements that forget the tenant, and one that writes another's row.
            let all: SQL = "SELECT tenant_id FROM integrations.connections"
            #expect(try await test.pool.query(all, timeout: TestStore.timeout).isEmpty)
            #expect(try await test.pool.query(all, tenants: .tenant(stranger), timeout: TestStore.timeout).isEmpty)
            let changed = try await test.pool.execute(
                "UPDATE integrations.connections SET pixel_id = '0'", tenants: .tenant(stranger), timeout: TestStore.timeout)
            #expect(changed == 0)
            let error = await #expect(throws: PostgresError.self) {
                try await test.pool.execute(
                    """
                    INSERT INTO integrations.destination_changes (tenant_id, platform, version, pixel_id, is_enabled)
                    VALUES (\(owner), 'google', 1, '1', true)
                    """,
                    tenants: .tenant(stranger), timeout: TestStore.timeout)
            }
            #expect(error?.sqlState == .insufficientPrivilege)
        }
    }

    @Test func `the worker sees the outbox of all tenants, and no credentials`() async throws {
        try await TestStore.run { test in
            try await test.connect(UUID())
            try await test.connect(UUID())
            let seen = try await test.workerPool.query("SELECT tenant_id FROM integrations.destination_changes", timeout: TestStore.timeout)
            #expect(seen.count == 2)
            let error = await #expect(throws: PostgresError.self) {
                try await test.workerPool.query("SELECT sealed_credentials FROM integrations.connections", timeout: TestStore.timeout)
            }
            #expect(error?.sqlState == .insufficientPrivilege)
        }
    }

    @Test func `word of refused credentials counts for their version alone`() async throws {
        try await TestStore.run { test in
            let tenant = UUID()
            func report(_ version: Int64) async throws -> ConnectionStatus? {
                try await test.store.markRefused(
                    tenantID: tenant, platform: .meta, version: version, reason: PlatformText("expired"), at: TestStore.now + 60,
                    timeout: TestStore.timeout)
                return try await test.store.connections(of: tenant, timeout: TestStore.timeout).first?.status
            }
            try await test.connect(tenant)
            try await test.connect(tenant)
            #expect(try await report(1) == .connected)
            #expect(try await report(3) == .connected)
            #expect(try await report(2) == .needsReconnect)
            let marked = try await test.store.connections(of: tenant, timeout: TestStore.timeout)
            #expect(marked.first?.version == 2 && marked.first?.updatedAt == TestStore.now + 60)
            #expect(try await report(2) == .needsReconnect)
            #expect(try await test.connect(tenant).status == .connected)
            #expect(try await report(2) == .connected)
        }
    }

    @Test func `no table with tenants is left unprotected`() async throws {
        try await TestStore.run { test in
            let unprotected = try await test.pool.query(RowSecurity.unprotectedTables(in: "integrations"), timeout: TestStore.timeout)
            #expect(unprotected.isEmpty)
        }
    }
}
