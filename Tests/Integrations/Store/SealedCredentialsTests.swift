import Advertising
import Foundation
import Operations
import Postgres
import Secrets
import Testing
import TestSupport

@testable import Integrations

@Suite("Sealed credentials")
struct SealedCredentialsTests {
    @Test func `the token is nowhere in the database, and never sealed twice alike`() async throws {
        try await TestStore.run { test in
            try await test.connect(UUID())
            try await test.connect(UUID())
            let dump = try await test.database.sqlAsSuperuser(
                """
                select c::text, encode(sealed_credentials, 'escape') from integrations.connections c
                union all select d::text, '' from integrations.destination_changes d
                """)
            #expect(dump.contains("Pixel 1"))
            #expect(!dump.contains("MARKEDTOKEN"))
            let distinct = try await test.database.sqlAsSuperuser("select count(distinct sealed_credentials) from integrations.connections")
            #expect(distinct == "2")
        }
    }

    @Test func `a ciphertext moved to another tenant does not open`() async throws {
        try await TestStore.run { test in
            let (owner, thief) = (UUID(), UUID())
            try await test.connect(owner)
            try await test.connect(thief, token: "own")
            try await test.database.sqlAsSuperuser(
                """
                update integrations.connections set sealed_credentials =
                (select sealed_credentials from integrations.connections where tenant_id = '\(owner)') where tenant_id = '\(thief)'
                """)
            await #expect(throws: SecretsError.self) {
                try await test.store.eventsCredentials(of: thief, platform: .meta, timeout: TestStore.timeout)
            }
        }
    }

    @Test func `sealed for one platform, it does not open for another`() throws {
        let sealer = TestStore.sealer(KeyRing.randomLine(id: "seal-1"))
        let tenant = UUID()
        let sealed = sealer.seal(TestStore.credentials(), tenantID: tenant)
        #expect(try sealer.open(sealed.bytes, tenantID: tenant, platform: .meta) == TestStore.credentials())
        #expect(throws: SecretsError.self) { try sealer.open(sealed.bytes, tenantID: tenant, platform: .google) }
    }

    @Test func `one changed bit anywhere is seen`() throws {
        let sealer = TestStore.sealer(KeyRing.randomLine(id: "seal-1"))
        let tenant = UUID()
        let sealed = sealer.seal(TestStore.credentials(), tenantID: tenant).bytes
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1
            #expect(throws: (any Error).self, "byte \(place)") { try sealer.open(changed, tenantID: tenant, platform: .meta) }
        }
    }

    @Test func `a key is changed without losing anything`() async throws {
        try await TestStore.run { test in
            let tenants = (0..<7).map { _ in UUID() }
            let older = KeyRing.randomLine(id: "older")
            let newer = KeyRing.randomLine(id: "newer")
            let before = ConnectionStore(pool: test.pool, sealer: TestStore.sealer(older))
            for tenant in tenants {
                _ = try await before.connect(
                    TestStore.credentials(), of: tenant, pixelName: "P", at: TestStore.now, timeout: TestStore.timeout)
            }
            let during = ConnectionStore(pool: test.pool, sealer: TestStore.sealer(newer + older))
            for tenant in tenants {
                let stored = try await during.eventsCredentials(of: tenant, platform: .meta, timeout: TestStore.timeout)
                #expect(stored?.credentials == TestStore.credentials())
            }
            let resealer = Resealer(store: during, loop: test.pool.loop, log: Log(service: "test", level: .error, sink: LogWriter()))
            #expect(await resealer.goThrough(batchMax: 3) == Resealer.Outcome(resealed: 7, unreadable: 0))
            #expect(await resealer.goThrough(batchMax: 3) == Resealer.Outcome(resealed: 0, unreadable: 0))
            let after = ConnectionStore(pool: test.pool, sealer: TestStore.sealer(newer))
            for tenant in tenants {
                let stored = try await after.eventsCredentials(of: tenant, platform: .meta, timeout: TestStore.timeout)
                #expect(stored?.credentials == TestStore.credentials())
                #expect(stored?.version == 1)
            }
        }
    }

    @Test func `a key that left the ring too early is seen, and costs the others nothing`() async throws {
        try await TestStore.run { test in
            let lost = ConnectionStore(pool: test.pool, sealer: TestStore.sealer(KeyRing.randomLine(id: "lost")))
            let older = KeyRing.randomLine(id: "older")
            let kept = ConnectionStore(pool: test.pool, sealer: TestStore.sealer(older))
            for store in [lost, kept, lost, kept] {
                _ = try await store.connect(
                    TestStore.credentials(), of: UUID(), pixelName: "P", at: TestStore.now, timeout: TestStore.timeout)
            }
            let store = ConnectionStore(pool: test.pool, sealer: TestStore.sealer(KeyRing.randomLine(id: "newer") + older))
            let resealer = Resealer(store: store, loop: test.pool.loop, log: Log(service: "test", level: .error, sink: LogWriter()))
            #expect(await resealer.goThrough(batchMax: 1) == Resealer.Outcome(resealed: 2, unreadable: 2))
        }
    }
}
