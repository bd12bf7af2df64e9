import Advertising
import EventLoop
import Foundation
import Operations
import Resilience
import TestSupport

@testable import Events

/// A delivery worker on a real database with a platform in memory. Confined to its loop.
final class WorkerFixture: @unchecked Sendable {
    let parts: EventsDatabase.Parts
    let sender = FakeSender()
    let credentials = FakeCredentials()
    var settings = DeliverySettings()
    let tenantID: UUID
    private(set) var worker: DeliveryWorker?

    init(_ parts: EventsDatabase.Parts, tenantID: UUID) {
        self.parts = parts
        self.tenantID = tenantID
        settings.backoff = Backoff(initial: .milliseconds(20), cap: .milliseconds(50), jitter: .none)
        settings.idleTime = .milliseconds(50)
        settings.gatherTime = .milliseconds(5)
    }

    var lane: Lane { Lane(tenantID: tenantID, platform: .meta) }

    /// Runs `body` with a tenant and a worker that is stopped afterwards; the body starts it.
    static func run(_ body: @escaping @Sendable (WorkerFixture) async throws -> Void) async throws {
        try await EventsDatabase.shared().run { parts in
            let fixture = WorkerFixture(parts, tenantID: try await parts.makeTenant())
            let result: Result<Void, any Error>
            do { result = .success(try await body(fixture)) } catch { result = .failure(error) }
            await fixture.worker?.stop()
            try result.get()
        }
    }

    /// Another worker's loop would be another process: parts of its own on the same database.
    func makeWorker() -> DeliveryWorker {
        let parts = DeliveryParts(
            loop: parts.loop, store: parts.deliveries, credentials: credentials, settings: settings, clock: ServiceClock(),
            metrics: DeliveryMetrics(Metrics()), log: .silent)
        return DeliveryWorker(parts: parts, lanes: self.parts.lanes, senders: [sender], holder: "test")
    }

    func start() {
        let worker = makeWorker()
        worker.start()
        worker.wake([lane])
        self.worker = worker
    }

    /// Accepts events with these ids and tells the worker.
    func accept(_ ids: [String], time: Moment? = nil) async throws {
        try await parts.accept(ids.map { Samples.staged(tenantID, id: $0, time: time) })
        worker?.wake([lane])
    }

    /// The status of each event by its id.
    func statuses() async throws -> [String: DeliveryStatus] {
        let list = try await parts.log.list(DeliveryFilter(most: 2000), of: tenantID, now: parts.now, timeout: .seconds(10))
        return Dictionary(uniqueKeysWithValues: list.map { ($0.eventID, $0.status) })
    }

    func summary(_ eventID: String) async throws -> DeliverySummary? {
        var filter = DeliveryFilter(most: 1)
        filter.eventID = eventID
        return try await parts.log.list(filter, of: tenantID, now: parts.now, timeout: .seconds(10)).first
    }

    func history(_ eventID: String) async throws -> DeliveryHistory? {
        guard let summary = try await summary(eventID) else { return nil }
        return try await parts.log.history(of: summary.id, of: tenantID, timeout: .seconds(10))
    }

    /// Waits until the condition holds, a minute at most; wakes the worker meanwhile, as the sweep would.
    func eventually(waking other: DeliveryWorker? = nil, _ condition: () async throws -> Bool) async throws -> Bool {
        let start = ContinuousClock.now
        while !(try await condition()) {
            guard ContinuousClock.now - start < .seconds(60) else { return false }
            (other ?? worker)?.wake([lane])
            try await parts.loop.sleep(for: .milliseconds(20))
        }
        return true
    }

    /// Waits until all events have the status.
    func eventually(all status: DeliveryStatus, of count: Int) async throws -> Bool {
        try await eventually {
            let statuses = try await self.statuses().values
            return statuses.count == count && statuses.allSatisfy { $0 == status }
        }
    }

    /// As if the process that holds the lane had died and its lease run out.
    func expireLease() async throws {
        try await parts.database.scratch.sqlAsSuperuser(
            "update events.delivery_lanes set leased_until = now() - interval '1 second' where tenant_id = '\(tenantID)'")
    }
}
