import Postgres
import Advertising
import Foundation
import Postgres
import Testing
import TestSupport

@testable import Integrations

@Suite("Outbox")
struct OutboxTests {
    private static let lease = Duration.seconds(60)

    @Test func `the database says so when there is something to tell`() async throws {
        try await TestStore.run { test in
            let heard = Heard()
            let listener = PostgresListener(
                configuration: test.workerPool.configuration, loop: test.pool.loop, channels: [Outbox.channel]
            ) { heard.notices.append($0) }
            listener.start()
            #expect(try await TestLoop.eventually(on: test.pool.loop) { heard.notices == [.listening] })
            try await test.connect(UUID())
            #expect(
                try await TestLoop.eventually(on: test.pool.loop) {
                    heard.notices == [.listening, .notified(channel: Outbox.channel, payload: "")]
                })
            listener.stop()
        }
    }

    /// What a listener was told. Confined to its loop.
    private final class Heard: @unchecked Sendable {
        var notices: [PostgresNotice] = []
    }

    @Test func `what is due is taken once, and forgotten when Events has it`() async throws {
        try await TestStore.run { test in
            let tenant = UUID()
            try await test.connect(tenant, pixel: 7)
            let taken = try await test.outbox.take(most: 10, lease: Self.lease)
            #expect(taken.map(\.tenantID) == [tenant])
            #expect(
                taken.first?.pixelID == "7" && taken.first?.version == 1 && taken.first?.isEnabled == true && taken.first?.platform == .meta
            )
            #expect(try await test.outbox.take(most: 10, lease: Self.lease).isEmpty)
            try await test.outbox.finish(taken)
            #expect(try await test.outboxRows().isEmpty)
        }
    }

    @Test func `a further version waits for the one on its way, and is not lost with it`() async throws {
        try await TestStore.run { test in
            let tenant = UUID()
            try await test.connect(tenant)
            let taken = try await test.outbox.take(most: 10, lease: Self.lease)
            try await test.connect(tenant)
            #expect(try await test.outbox.take(most: 10, lease: Self.lease).isEmpty)
            try await test.outbox.finish(taken)
            #expect(try await test.outbox.take(most: 10, lease: Self.lease).map(\.version) == [2])
        }
    }

    @Test func `what was given back can be taken at once`() async throws {
        try await TestStore.run { test in
            try await test.connect(UUID())
            let taken = try await test.outbox.take(most: 10, lease: Self.lease)
            try await test.outbox.release(taken)
            let again = try await test.outbox.take(most: 10, lease: Self.lease)
            #expect(again.map(\.version) == [1])
            #expect(again.first.map { $0.leaseToken > (taken.first?.leaseToken ?? .max) } == true)
        }
    }

    @Test func `who lost the work to another cannot record anything`() async throws {
        try await TestStore.run { test in
            try await test.connect(UUID())
            let stale = try await test.outbox.take(most: 10, lease: .zero)
            let fresh = try await test.outbox.take(most: 10, lease: Self.lease)
            #expect(fresh.count == 1)
            try await test.outbox.finish(stale)
            try await test.outbox.release(stale)
            try await test.outbox.recordRefusal(of: try #require(stale.first), reason: "no", retryAfter: nil)
            #expect(try await test.outboxRows().map { $0.split(separator: "|").dropFirst().joined(separator: "|") } == ["1|0|f"])
            #expect(try await test.outbox.take(most: 10, lease: Self.lease).isEmpty)
        }
    }

    @Test func `a refused change waits, one refused for good is set aside, and the next version brings it back`() async throws {
        try await TestStore.run { test in
            let tenant = UUID()
            try await test.connect(tenant)
            let first = try #require(try await test.outbox.take(most: 10, lease: Self.lease).first)
            try await test.outbox.recordRefusal(of: first, reason: "no", retryAfter: .milliseconds(1))
            let again = try await test.taken { try await test.outbox.take(most: 10, lease: Self.lease) }
            let second = try #require(again.first)
            #expect(second.attempts == 1)
            try await test.outbox.recordRefusal(of: second, reason: "no", retryAfter: .seconds(3600))
            #expect(try await test.outbox.take(most: 10, lease: Self.lease).isEmpty)
            try await test.connect(tenant)
            let third = try #require(try await test.outbox.take(most: 10, lease: Self.lease).first)
            #expect(third.attempts == 0 && third.version == 2)
            try await test.outbox.recordRefusal(of: third, reason: "no", retryAfter: nil)
            #expect(try await test.outboxRows() == ["\(tenant.uuidString.lowercased())|2|1|t"])
            #expect(try await test.outbox.take(most: 10, lease: Self.lease).isEmpty)
            try await test.connect(tenant)
            #expect(try await test.outbox.take(most: 10, lease: Self.lease).map(\.version) == [3])
        }
    }

    @Test func `many takers share the work without taking anything twice`() async throws {
        try await TestStore.run { test in
            for _ in 0..<40 { try await test.connect(UUID()) }
            let taken = try await withThrowingTaskGroup(of: [DestinationChange].self) { group in
                for _ in 0..<8 {
                    group.addTask(executorPreference: test.pool.loop) { try await test.outbox.take(most: 5, lease: Self.lease) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(taken.map(\.tenantID)).count == taken.count)
            let rest = try await test.outbox.take(most: 100, lease: Self.lease)
            #expect(taken.count + rest.count == 40)
        }
    }
}

extension TestStore {
    /// What comes out of the outbox as soon as something does.
    func taken(_ take: () async throws -> [DestinationChange]) async throws -> [DestinationChange] {
        var changes: [DestinationChange] = []
        _ = try await TestLoop.eventually(on: pool.loop) {
            changes = try await take()
            return !changes.isEmpty
        }
        return changes
    }
}
