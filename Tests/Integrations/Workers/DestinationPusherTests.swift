import EventLoop
import Foundation
import Operations
import Postgres
import RPC
import Testing
import TestSupport

@testable import Integrations

@Suite("Destination pusher")
struct DestinationPusherTests {
    /// Runs a test with pushers that tell `events`; the first one is woken by hand, as by the handlers.
    private func run(
        pushers count: Int = 1, _ body: @escaping @Sendable (TestStore, TestEvents, [DestinationPusher]) async throws -> Void
    ) async throws {
        try await TestStore.run { test in
            let events = TestEvents()
            let pushers = (0..<count).map { _ in
                DestinationPusher(
                    outbox: test.outbox, loop: test.pool.loop, log: Log(service: "test", level: .error, sink: LogWriter()),
                    metrics: OutboxMetrics(Metrics()), push: { events.push($0) })
            }
            for pusher in pushers { pusher.start() }
            do {
                try await body(test, events, pushers)
            } catch {
                for pusher in pushers { await pusher.stop() }
                throw error
            }
            for pusher in pushers { await pusher.stop() }
        }
    }

    private func eventually(_ test: TestStore, within limit: Duration = .seconds(10), _ condition: () async throws -> Bool) async throws
        -> Bool
    {
        try await TestLoop.eventually(within: limit, on: test.pool.loop, condition)
    }

    @Test func `Events hears of a connection within a second, and the outbox forgets it`() async throws {
        try await run { test, events, pushers in
            let tenant = UUID()
            try await test.connect(tenant, pixel: 5)
            pushers[0].wake()
            #expect(try await eventually(test, within: .seconds(1)) { !events.taken.isEmpty })
            #expect(events.taken.map(\.tenantID) == [tenant])
            #expect(events.taken.map(\.pixelID) == ["5"])
            #expect(try await eventually(test) { try await test.outboxRows().isEmpty })
        }
    }

    @Test func `a lost wake-up costs no more than a look around`() async throws {
        try await run { test, events, _ in
            try await test.connect(UUID())
            #expect(try await eventually(test, within: .seconds(3)) { events.taken.count == 1 })
        }
    }

    @Test func `the versions of a connection come in their order, whoever tells them, and the last one comes`() async throws {
        try await run(pushers: 3) { test, events, pushers in
            let tenants = [UUID(), UUID()]
            try await withThrowingTaskGroup { group in
                for number in 0..<50 {
                    group.addTask(executorPreference: test.pool.loop) {
                        try await test.connect(tenants[number % 2], pixel: number)
                        pushers[number % 3].wake()
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await eventually(test) { try await test.outboxRows().isEmpty })
            for tenant in tenants {
                let versions = events.taken.filter { $0.tenantID == tenant }.map(\.version)
                #expect(versions == versions.sorted() && Set(versions).count == versions.count)
                #expect(versions.last == 25)
            }
        }
    }

    @Test func `while Events is away nothing is lost or counted, and one change is tried at a time`() async throws {
        try await run { test, events, pushers in
            events.answer { _ in .unreachable(reason: "away") }
            for _ in 0..<20 { try await test.connect(UUID()) }
            pushers[0].wake()
            #expect(try await eventually(test) { events.calls.count >= 4 })
            #expect(events.calls.dropFirst().allSatisfy { $0.count == 1 })
            #expect(try await test.outboxRows().allSatisfy { $0.hasSuffix("|1|0|f") })
            events.answer { _ in .taken }
            #expect(try await eventually(test, within: .seconds(3)) { try await test.outboxRows().isEmpty })
            #expect(Set(events.taken.map(\.tenantID)).count == 20)
        }
    }

    @Test func `one that Events refuses does not cost the others`() async throws {
        try await run { test, events, pushers in
            let poison = UUID()
            events.answer { $0.contains { $0.tenantID == poison } ? .refused(reason: "no such tenant") : .taken }
            for number in 0..<20 { try await test.connect(number == 11 ? poison : UUID()) }
            pushers[0].wake()
            #expect(try await eventually(test) { events.taken.count == 19 })
            #expect(try await eventually(test) { try await test.outboxRows() == ["\(poison.uuidString.lowercased())|1|1|f"] })
            let refusal = try await test.database.sqlAsSuperuser("select refusal from integrations.destination_changes")
            #expect(refusal == "no such tenant")
        }
    }

    @Test func `one that is refused to the end is set aside`() async throws {
        try await run { test, events, pushers in
            try await test.connect(UUID())
            try await test.database.sqlAsSuperuser(
                "update integrations.destination_changes set attempts = \(RetrySchedule.attemptsMax - 1)")
            events.answer { _ in .refused(reason: "no") }
            pushers[0].wake()
            #expect(try await eventually(test) { try await test.outboxRows().allSatisfy { $0.hasSuffix("|10|t") } })
        }
    }

    @Test func `what a stopped pusher was telling is recorded before it ends`() async throws {
        try await TestStore.run { test in
            let events = TestEvents()
            let pusher = DestinationPusher(
                outbox: test.outbox, loop: test.pool.loop, log: Log(service: "test", level: .error, sink: LogWriter()),
                metrics: OutboxMetrics(Metrics())
            ) { changes in
                try? await test.pool.loop.sleep(for: .milliseconds(100))
                return events.push(changes)
            }
            try await test.connect(UUID())
            pusher.start()
            #expect(
                try await TestLoop.eventually(on: test.pool.loop) {
                    try await test.database.sqlAsSuperuser("select lease_token is not null from integrations.destination_changes") == "t"
                })
            await pusher.stop()
            #expect(try await test.outboxRows().count == 1 - events.taken.count)
            #expect(events.taken.count == 1)
        }
    }

    @Test(arguments: [
        (RPCCode.invalidArgument, true), (.outOfRange, true), (.failedPrecondition, true), (.unavailable, false),
        (.deadlineExceeded, false),
        (.unauthenticated, false), (.permissionDenied, false), (.unimplemented, false), (.internal, false), (.resourceExhausted, false),
    ])
    func `only what speaks of the content is held against it`(code: RPCCode, isRefusal: Bool) {
        let outcome = PushOutcome(RPCError(code, "words"))
        if case .refused = outcome { #expect(isRefusal) } else { #expect(!isRefusal) }
    }
}
