import Advertising
import EventLoop
import Foundation
import Operations
import Postgres
import TestSupport
import Testing

@testable import Events

@Suite("Gathering events for transactions")
struct AcceptanceBatcherTests {
    /// A store in memory, and a batcher before it. Confined to its loop.
    private final class Fixture: @unchecked Sendable {
        let loop: EventLoop
        let gate: Gate
        var limits = AcceptanceBatcher.Limits()
        var batches: [Int] = []
        var mostAtOnce = 0
        var woken: [Lane] = []
        var roomMade = 0
        /// Thrown instead of storing a batch; told the number of the batch from 1.
        var failure: (Int, AcceptanceBatch) -> (any Error)? = { _, _ in nil }
        private var underWay = 0

        init(_ loop: EventLoop) {
            self.loop = loop
            gate = Gate(loop)
        }

        func make() -> AcceptanceBatcher {
            AcceptanceBatcher(
                loop: loop, limits: limits, clock: ServiceClock(), metrics: AcceptanceMetrics(Metrics()),
                accept: { [self] batch, _, _ in try await store(batch) }, makeRoom: { [self] _ in roomMade += 1 },
                wake: { [self] lanes in woken += lanes })
        }

        private func store(_ batch: AcceptanceBatch) async throws -> EventStore.Acceptance {
            batches.append(batch.events.count)
            let number = batches.count
            underWay += 1
            mostAtOnce = max(mostAtOnce, underWay)
            defer { underWay -= 1 }
            await gate.wait()
            if let failure = failure(number, batch) { throw failure }
            let stored = [EventDigest?](repeating: nil, count: batch.leaders.count)
            let lane = Lane(tenantID: batch.leaders[0].key.tenantID, platform: .meta)
            return EventStore.Acceptance(outcomes: batch.outcomes(stored: stored), lanes: [lane])
        }
    }

    private static func events(_ count: Int, id: String = "e") -> [StagedEvent] {
        let tenantID = UUID()
        return (0..<count).map { Samples.staged(tenantID, id: "\(id)\($0)") }
    }

    private static func run(_ body: @escaping @Sendable (Fixture) async throws -> Void) async throws {
        try await TestLoop.run { loop in try await body(Fixture(loop)) }
    }

    /// Lets what is ready on the loop happen.
    private static func settle(_ fixture: Fixture) async throws {
        for _ in 0..<20 { try await fixture.loop.sleep(for: .milliseconds(1)) }
    }

    @Test func `callers who come while a transaction is under way go together in the next`() async throws {
        try await Self.run { fixture in
            fixture.limits.transactionsMax = 1
            let batcher = fixture.make()
            async let first = batcher.accept(Self.events(3), timeout: .seconds(5))
            try await Self.settle(fixture)
            let others = (1...10).map { _ in
                Task(executorPreference: fixture.loop) { try await batcher.accept(Self.events(2), timeout: .seconds(5)) }
            }
            try await Self.settle(fixture)
            #expect(fixture.batches == [3])
            #expect(batcher.queueLength == 20)
            fixture.gate.open()
            let count = try await first.count
            #expect(count == 3)
            for other in others {
                let outcomes = try await other.value
                #expect(outcomes == [.accepted, .accepted])
            }
            #expect(fixture.batches == [3, 20])
            #expect(fixture.woken.count == 2)
        }
    }

    @Test func `transactions are bounded in events and in number`() async throws {
        try await Self.run { fixture in
            fixture.limits.transactionsMax = 2
            fixture.limits.transactionEventsMax = 5
            let batcher = fixture.make()
            let callers = (1...10).map { _ in
                Task(executorPreference: fixture.loop) { try await batcher.accept(Self.events(2), timeout: .seconds(5)) }
            }
            try await Self.settle(fixture)
            fixture.gate.open()
            for caller in callers { _ = try await caller.value }
            #expect(fixture.batches == [4, 4, 4, 4, 4])
            #expect(fixture.mostAtOnce == 2)
        }
    }

    @Test func `a full queue refuses, and takes again when there is room`() async throws {
        try await Self.run { fixture in
            fixture.limits.waitingEventsMax = 10
            fixture.limits.transactionsMax = 1
            let batcher = fixture.make()
            let first = Task(executorPreference: fixture.loop) { try await batcher.accept(Self.events(10), timeout: .seconds(5)) }
            try await Self.settle(fixture)
            let second = Task(executorPreference: fixture.loop) { try await batcher.accept(Self.events(10), timeout: .seconds(5)) }
            try await Self.settle(fixture)
            await #expect(throws: AcceptanceBatcher.Refusal.queueFull) { try await batcher.accept(Self.events(1), timeout: .seconds(5)) }
            #expect(throws: AcceptanceBatcher.Refusal.queueFull) { try batcher.checkRoom(for: 1) }
            fixture.gate.open()
            _ = try await (first.value, second.value)
            try batcher.checkRoom(for: 11)
            let outcomes = try await batcher.accept(Self.events(1), timeout: .seconds(5))
            #expect(outcomes == [.accepted])
        }
    }

    @Test func `who waits too long is told, and nothing of his is stored`() async throws {
        try await Self.run { fixture in
            fixture.limits.transactionsMax = 1
            let batcher = fixture.make()
            let first = Task(executorPreference: fixture.loop) { try await batcher.accept(Self.events(1), timeout: .seconds(5)) }
            try await Self.settle(fixture)
            await #expect(throws: AcceptanceBatcher.Refusal.deadlineExceeded) {
                try await batcher.accept(Self.events(1), timeout: .milliseconds(20))
            }
            fixture.gate.open()
            _ = try await first.value
            #expect(fixture.batches == [1])
        }
    }

    @Test func `stopping answers all who were taken, and takes no more`() async throws {
        try await Self.run { fixture in
            fixture.limits.transactionsMax = 1
            let batcher = fixture.make()
            let callers = (1...3).map { _ in
                Task(executorPreference: fixture.loop) { try await batcher.accept(Self.events(1), timeout: .seconds(5)) }
            }
            try await Self.settle(fixture)
            let stop = Task(executorPreference: fixture.loop) { await batcher.stop() }
            try await Self.settle(fixture)
            await #expect(throws: AcceptanceBatcher.Refusal.stopping) { try await batcher.accept(Self.events(1), timeout: .seconds(5)) }
            fixture.gate.open()
            await stop.value
            for caller in callers {
                let outcomes = try await caller.value
                #expect(outcomes == [.accepted])
            }
        }
    }

    @Test func `a failure reaches every caller of the transaction, and a passing one is tried again`() async throws {
        try await Self.run { fixture in
            fixture.gate.open()
            let batcher = fixture.make()
            fixture.failure = { number, _ in number == 1 ? StoreError.changedMeanwhile : nil }
            let outcomes = try await batcher.accept(Self.events(1), timeout: .seconds(5))
            #expect(outcomes == [.accepted])
            fixture.failure = { _, _ in StoreError.leaseLost }
            let callers = (1...2).map { _ in
                Task(executorPreference: fixture.loop) { try await batcher.accept(Self.events(1), timeout: .seconds(5)) }
            }
            for caller in callers { await #expect(throws: StoreError.leaseLost) { try await caller.value } }
        }
    }
}
