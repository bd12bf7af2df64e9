import Advertising
import EventLoop
import Foundation
import Operations
import Postgres
import TestSupport

@testable import Events

/// The schema of Events in a scratch database: made once for the test process, shared by all suites. Tests keep apart by their tenants.
struct EventsDatabase: Sendable {
    let scratch: ScratchDatabase

    static func shared() async throws -> EventsDatabase {
        try await common.value
    }

    private static let common = Task { () async throws -> EventsDatabase in
        let database = EventsDatabase(scratch: try await ScratchDatabase.make(for: "events", migrations: Migrations.all()))
        try await database.run { parts in
            let now = Moment(ServiceClock())
            let span = Duration.seconds(86_400)
            try await RetentionStore(pool: parts.worker).ensurePartitions(
                from: now - span * 2, to: now + span * 2, timeout: .seconds(30))
        }
        return database
    }

    /// What a test works with: a loop, and pools of both roles on it.
    struct Parts: Sendable {
        let loop: EventLoop
        let everyday: PostgresPool
        let worker: PostgresPool
        let database: EventsDatabase
        let events: EventStore
        var destinations: DestinationStore { DestinationStore(pool: everyday) }
        var lanes: LaneStore { LaneStore(pool: worker) }
        var deliveries: DeliveryStore { DeliveryStore(pool: everyday, timeout: .seconds(10)) }
        var log: DeliveryLog { DeliveryLog(pool: everyday, dedupeRetention: .seconds(8 * 86_400)) }
        var now: Moment { Moment(ServiceClock()) }
    }

    /// Runs `body` on a loop of its own, with pools that are drained afterwards.
    @discardableResult
    func run<Answer: Sendable>(connections: Int = 8, _ body: @escaping @Sendable (Parts) async throws -> Answer) async throws -> Answer {
        let database = self
        return try await TestLoop.run { loop in
            var everyday = database.scratch.configuration(role: "events")
            everyday.poolSize = connections
            var worker = database.scratch.configuration(role: "events_worker")
            worker.poolSize = 2
            let pool = PostgresPool(configuration: everyday, loop: loop)
            let parts = Parts(
                loop: loop, everyday: pool, worker: PostgresPool(configuration: worker, loop: loop), database: database,
                events: EventStore(pool: pool))
            let result: Result<Answer, any Error>
            do { result = .success(try await body(parts)) } catch { result = .failure(error) }
            await parts.everyday.drain(grace: .seconds(2))
            await parts.worker.drain(grace: .seconds(2))
            return try result.get()
        }
    }
}

extension EventsDatabase.Parts {
    /// A tenant whose events go to Meta.
    func makeTenant(isConnected: Bool = true) async throws -> UUID {
        let tenantID = UUID()
        if isConnected {
            let destination = Destination(
                lane: Lane(tenantID: tenantID, platform: .meta), pixelID: "1234567890", version: 1, isEnabled: true)
            _ = try await destinations.apply([destination], timeout: .seconds(10))
        }
        return tenantID
    }

    /// Accepts events, as one batch.
    @discardableResult
    func accept(_ events: [StagedEvent], now: Moment? = nil) async throws -> [AcceptanceOutcome] {
        try await self.events.accept(AcceptanceBatch(events), now: now ?? self.now, timeout: .seconds(10)).outcomes
    }

    /// A number that the superuser reads.
    func count(_ sql: String) async throws -> Int {
        let text = try await database.scratch.sqlAsSuperuser(sql)
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
    }
}
