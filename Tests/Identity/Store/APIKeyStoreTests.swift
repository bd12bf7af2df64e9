import Foundation
import Operations
import Postgres
import Testing
import TestSupport

@testable import Identity

@Suite("API key store")
struct APIKeyStoreTests {
    @Test func `a key is found by its beginning, with all that a token says`() async throws {
        try await TestStore.run { test in
            let tenant = try await test.makeTenant("demo")
            let hash = (0..<40).map { UInt8($0) }
            let key = try await test.makeKey(of: tenant, prefix: "stratum_abc", hash: hash)
            let grant = try #require(try await test.store.grant(ofPrefix: "stratum_abc", timeout: TestStore.timeout))
            #expect(
                grant
                    == APIKeyGrant(
                        tenantID: tenant.id, apiKeyID: key.id, secretHash: hash, scopes: key.scopes, currency: "GBP", isRevoked: false))
            #expect(try await test.store.grant(ofPrefix: "stratum_ab", timeout: TestStore.timeout) == nil)
            #expect(try await test.store.grant(ofPrefix: "%", timeout: TestStore.timeout) == nil)
        }
    }

    @Test func `two keys never begin alike`() async throws {
        try await TestStore.run { test in
            let tenant = try await test.makeTenant("demo")
            let key = try await test.makeKey(of: tenant, prefix: "stratum_abc")
            let twin = APIKey(
                id: UUID(), tenantID: tenant.id, displayName: "twin", prefix: key.prefix, scopes: key.scopes, createdAt: TestStore.now)
            let insertion = try await test.store.insert(
                twin, secretHash: Array(repeating: 1, count: 34), by: nil, activeKeysMax: 10, timeout: TestStore.timeout)
            #expect(insertion == .prefixTaken)
        }
    }

    @Test func `a revoked key stays revoked at its first time, and is told from a working one`() async throws {
        try await TestStore.run { test in
            let tenant = try await test.makeTenant("demo")
            let key = try await test.makeKey(of: tenant)
            let revoked = try await test.store.revokeAPIKey(key.id, of: tenant.id, at: TestStore.now + 60, timeout: TestStore.timeout)
            let again = try await test.store.revokeAPIKey(key.id, of: tenant.id, at: TestStore.now + 120, timeout: TestStore.timeout)
            #expect(revoked?.revokedAt == TestStore.now + 60)
            #expect(again == revoked)
            #expect(try await test.store.grant(ofPrefix: key.prefix, timeout: TestStore.timeout)?.isRevoked == true)
        }
    }

    @Test func `another tenant's key can be neither seen nor revoked`() async throws {
        try await TestStore.run { test in
            let owner = try await test.makeTenant("owner")
            let stranger = try await test.makeTenant("stranger")
            let key = try await test.makeKey(of: owner)
            #expect(try await test.store.apiKeys(of: stranger.id, before: nil, most: 10, timeout: TestStore.timeout).isEmpty)
            #expect(try await test.store.revokeAPIKey(key.id, of: stranger.id, at: TestStore.now, timeout: TestStore.timeout) == nil)
            // The second wall: even a statement that forgets to ask for the tenant changes nothing.
            let changed = try await test.pool.execute(
                "UPDATE identity.api_keys SET revoked_at = now()", tenants: .tenant(stranger.id), timeout: TestStore.timeout)
            #expect(changed == 0)
            #expect(try await test.store.grant(ofPrefix: key.prefix, timeout: TestStore.timeout)?.isRevoked == false)
        }
    }

    @Test func `of forty who add at the same time as many succeed as there may be keys`() async throws {
        try await TestStore.run { test in
            let tenant = try await test.makeTenant("demo")
            let insertions = try await withThrowingTaskGroup(of: APIKeyInsertion.self) { group in
                for number in 0..<40 {
                    let key = APIKey(
                        id: UUID.timeOrdered(), tenantID: tenant.id, displayName: "key \(number)", prefix: "stratum_\(number)",
                        scopes: Scopes(stored: ["events:write"]), createdAt: TestStore.now)
                    group.addTask(executorPreference: test.pool.loop) {
                        try await test.store.insert(
                            key, secretHash: Array(repeating: UInt8(number), count: 34), by: nil, activeKeysMax: 25,
                            timeout: TestStore.timeout)
                    }
                }
                return try await group.reduce(into: [APIKeyInsertion]()) { $0.append($1) }
            }
            #expect(insertions.count { $0 == .inserted } == 25)
            #expect(insertions.count { $0 == .tooMany } == 15)
        }
    }

    @Test func `a revoked key makes room for another, and leaves none behind itself`() async throws {
        try await TestStore.run { test in
            let tenant = try await test.makeTenant("demo")
            let issuer = try await test.makeKey(of: tenant)
            func insert(by issuerID: UUID?) async throws -> APIKeyInsertion {
                let key = APIKey(
                    id: UUID.timeOrdered(), tenantID: tenant.id, displayName: "next", prefix: UUID().uuidString,
                    scopes: Scopes(stored: ["events:write"]), createdAt: TestStore.now)
                return try await test.store.insert(
                    key, secretHash: Array(repeating: 1, count: 34), by: issuerID, activeKeysMax: 1, timeout: TestStore.timeout)
            }
            #expect(try await insert(by: issuer.id) == .tooMany)
            _ = try await test.store.revokeAPIKey(issuer.id, of: tenant.id, at: TestStore.now, timeout: TestStore.timeout)
            #expect(try await insert(by: issuer.id) == .issuerRevoked)
            #expect(try await insert(by: nil) == .inserted)
        }
    }

    @Test func `an unknown tenant gets no key`() async throws {
        try await TestStore.run { test in
            let key = APIKey(
                id: UUID(), tenantID: UUID(), displayName: "x", prefix: "stratum_x", scopes: Scopes(stored: ["events:write"]),
                createdAt: TestStore.now)
            let insertion = try await test.store.insert(
                key, secretHash: Array(repeating: 1, count: 34), by: nil, activeKeysMax: 1, timeout: TestStore.timeout)
            #expect(insertion == .tenantUnknown)
        }
    }

    @Test func `lists keys made last first, page after page`() async throws {
        try await TestStore.run { test in
            let tenant = try await test.makeTenant("demo")
            var ids: [UUID] = []
            for _ in 0..<5 { ids.append(try await test.makeKey(of: tenant).id) }
            let first = try await test.store.apiKeys(of: tenant.id, before: nil, most: 3, timeout: TestStore.timeout)
            let second = try await test.store.apiKeys(of: tenant.id, before: first.last?.id, most: 3, timeout: TestStore.timeout)
            #expect(first.map(\.id) + second.map(\.id) == ids.reversed())
        }
    }

    @Test func `last uses of many tenants are written together, and never turned back`() async throws {
        try await TestStore.run { test in
            var keys: [APIKey] = []
            for slug in ["one", "two", "three"] { keys.append(try await test.makeKey(of: try await test.makeTenant(slug))) }
            func record(_ minute: Date) async throws {
                try await test.store.record(
                    keys.map { (LastUses.Key(tenantID: $0.tenantID, apiKeyID: $0.id), minute) }, timeout: TestStore.timeout)
            }
            try await record(TestStore.now + 600)
            try await record(TestStore.now)
            for key in keys {
                let stored = try await test.store.apiKeys(of: key.tenantID, before: nil, most: 1, timeout: TestStore.timeout)
                #expect(stored.map(\.lastUsedAt) == [TestStore.now + 600])
            }
        }
    }

    @Test func `of a stored key nothing but its end and its last use can be changed`() async throws {
        try await TestStore.run { test in
            let key = try await test.makeKey(of: try await test.makeTenant("demo"))
            for column in ["scopes = '{api_keys:manage}'", "secret_hash = secret_hash", "tenant_id = tenant_id"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await test.pool.execute(
                        "UPDATE identity.api_keys SET \(unescaped: column)", tenants: .tenant(key.tenantID), timeout: TestStore.timeout)
                }
                #expect(error?.sqlState == .insufficientPrivilege)
            }
        }
    }
}
