import EventLoop
import Foundation
import Postgres
import Operations
import Testing
import TestSupport

@testable import Identity

/// A store on a database of its own, and the loop it is confined to.
struct TestStore {
    let database: ScratchDatabase
    let pool: PostgresPool
    var store: IdentityStore { IdentityStore(pool: pool) }

    static let timeout = Duration.seconds(10)
    /// To the microsecond, as the database keeps it.
    static let now = Date(timeIntervalSince1970: 1_800_000_000.25)

    /// Runs a test with a store on a database that nobody else uses, in a cluster of its own when one is given.
    static func run<Answer: Sendable>(
        in cluster: ScratchCluster? = nil, _ body: @escaping @Sendable (TestStore) async throws -> Answer
    ) async throws -> Answer {
        let database = try await ScratchDatabase.make(for: "identity", migrations: Migrations.all(), in: cluster)
        return try await database.withPool(database.configuration(role: "identity")) { pool in
            try await body(TestStore(database: database, pool: pool))
        }
    }

    /// A tenant that is there.
    func makeTenant(_ slug: String) async throws -> Tenant {
        let tenant = Tenant(id: UUID(), slug: slug, displayName: "Shop \(slug)", currency: "GBP", createdAt: Self.now)
        #expect(try await store.insert(tenant, timeout: Self.timeout))
        return tenant
    }

    /// A key of a tenant that is there.
    func makeKey(of tenant: Tenant, prefix: String = UUID().uuidString, hash: [UInt8] = Array(repeating: 7, count: 34)) async throws
        -> APIKey
    {
        let key = APIKey(
            id: UUID.timeOrdered(), tenantID: tenant.id, displayName: "till", prefix: prefix, scopes: Scopes(stored: ["events:write"]),
            createdAt: Self.now)
        let insertion = try await store.insert(key, secretHash: hash, by: nil, activeKeysMax: 1000, timeout: Self.timeout)
        #expect(insertion == .inserted)
        return key
    }
}
