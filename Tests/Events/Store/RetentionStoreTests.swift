import Advertising
import EventLoop
import Foundation
import Operations
import Postgres
import TestSupport
import Testing

@testable import Events

@Suite("Retention", .serialized)
struct RetentionStoreTests {
    private static let day: Duration = .seconds(86_400)

    @Test func `partitions are made once, also by several at a time`() async throws {
        try await EventsDatabase.shared().run { parts in
            let store = RetentionStore(pool: parts.worker)
            let start = parts.now + Self.day * 40
            async let one = store.ensurePartitions(from: start, to: start + Self.day * 2, timeout: .seconds(30))
            async let two = store.ensurePartitions(from: start, to: start + Self.day * 2, timeout: .seconds(30))
            let made = [try await one, try await two]
            #expect(made.sorted() == [0, 12])
        }
    }

    @Test func `a whole year and more at once is refused`() async throws {
        try await EventsDatabase.shared().run { parts in
            await #expect(throws: PostgresError.self) {
                try await RetentionStore(pool: parts.worker).ensurePartitions(
                    from: parts.now, to: parts.now + Self.day * 500, timeout: .seconds(10))
            }
        }
    }

    @Test func `old days go, one partition at a time, and younger ones stay`() async throws {
        try await EventsDatabase.shared().run { parts in
            let store = RetentionStore(pool: parts.worker)
            let old = parts.now - Self.day * 300
            try await store.ensurePartitions(from: old, to: old, timeout: .seconds(30))
            let tenantID = try await parts.makeTenant()
            let event = Samples.staged(tenantID, time: old, acceptedAt: old)
            let young = Samples.staged(tenantID)
            try await parts.accept([event, young])
            var dropped: [String] = []
            while let name = try await store.dropOldestPartition(before: parts.now - Self.day * 200, timeout: .seconds(30)) {
                dropped.append(name)
            }
            #expect(dropped.count == 4)
            #expect(try await parts.count("select count(*) from events.events where event_row_id = '\(event.rowID)'") == 0)
            #expect(try await parts.count("select count(*) from events.dedupe_keys where event_row_id = '\(event.rowID)'") == 1)
            let pending = "select count(*) from events.pending_deliveries where event_row_id ="
            #expect(try await parts.count("\(pending) '\(event.rowID)'") == 0, "nothing is left that could never be sent")
            #expect(try await parts.count("\(pending) '\(young.rowID)'") == 1)
        }
    }

    @Test func `dedupe keys go in chunks once they have had their time`() async throws {
        try await EventsDatabase.shared().run { parts in
            let store = RetentionStore(pool: parts.worker)
            let tenantID = try await parts.makeTenant(isConnected: false)
            let old = parts.now - Self.day * 9
            try await store.ensurePartitions(from: old, to: old, timeout: .seconds(30))
            try await parts.accept((1...500).map { Samples.staged(tenantID, id: "old \($0)", time: old, acceptedAt: old) })
            try await parts.accept((1...500).map { Samples.staged(tenantID, id: "young \($0)") })
            var limits = Retention.Limits()
            limits.pagesPerChunk = 2
            limits.chunkPause = .zero
            let retention = Retention(
                loop: parts.loop, store: store, limits: limits, clock: ServiceClock(), log: .silent)
            let pruned = try await retention.pruneDedupeKeys(before: parts.now - Self.day * 8)
            #expect(pruned >= 500)
            let left = "select count(*) from events.dedupe_keys where tenant_id = '\(tenantID)' and event_id like"
            #expect(try await parts.count("\(left) 'old %'") == 0)
            #expect(try await parts.count("\(left) 'young %'") == 500)
            #expect(
                try await parts.accept([Samples.staged(tenantID, id: "old 1"), Samples.staged(tenantID, id: "young 1")]) == [
                    .accepted, .duplicate,
                ])
        }
    }
}
