import Advertising
import Foundation
import Operations
import Postgres
import Secrets
import TestSupport

@testable import Integrations

/// Integrations' stores on a database of their own, and the loop they are confined to.
struct TestStore {
    let database: ScratchDatabase
    let pool: PostgresPool
    let workerPool: PostgresPool
    let store: ConnectionStore
    let outbox: Outbox

    static let timeout = Duration.seconds(10)
    /// To the microsecond, as the database keeps it.
    static let now = Date(timeIntervalSince1970: 1_800_000_000.25)
    static let token = "EAABMARKEDTOKEN0123456789"

    /// Runs a test with stores on a database that nobody else uses.
    static func run(_ body: @escaping @Sendable (TestStore) async throws -> Void) async throws {
        let database = try await ScratchDatabase.make(for: "integrations", migrations: Migrations.all())
        try await database.withPool(database.configuration(role: "integrations")) { pool in
            let workerPool = PostgresPool(configuration: database.configuration(role: "integrations_worker"), loop: pool.loop)
            let test = TestStore(database: database, pool: pool, workerPool: workerPool, keyFile: KeyRing.randomLine(id: "seal-1"))
            do {
                try await body(test)
                await workerPool.drain(grace: .seconds(1))
            } catch {
                await workerPool.drain(grace: .seconds(1))
                throw error
            }
        }
    }

    private init(database: ScratchDatabase, pool: PostgresPool, workerPool: PostgresPool, keyFile: String) {
        self.database = database
        self.pool = pool
        self.workerPool = workerPool
        store = ConnectionStore(pool: pool, sealer: Self.sealer(keyFile))
        outbox = Outbox(pool: workerPool)
    }

    static func sealer(_ keyFile: String) -> CredentialsSealer {
        guard let ring = try? KeyRing(keyFile: Array(keyFile.utf8)) else { preconditionFailure("a test's key file cannot be read") }
        return CredentialsSealer(ring)
    }

    static func credentials(pixel: Int = 1, token: String = token) -> EventsCredentials {
        .meta(MetaEventsCredentials(storedPixelID: "\(pixel)", accessToken: token))
    }

    @discardableResult
    func connect(_ tenantID: UUID, pixel: Int = 1, token: String = token, at time: Date = now) async throws -> Connection {
        try await store.connect(
            Self.credentials(pixel: pixel, token: token), of: tenantID, pixelName: "Pixel \(pixel)", at: time, timeout: Self.timeout)
    }

    /// What the outbox holds, as the superuser sees it: tenant|version|attempts|dead.
    func outboxRows() async throws -> [String] {
        try await database.sqlAsSuperuser(
            "select tenant_id, version, attempts, dead_at is not null from integrations.destination_changes order by tenant_id"
        ).split(separator: "\n").map(String.init)
    }
}
