import Advertising
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Events

@Suite("Deliveries of a lane")
struct DeliveryStoreTests {
    /// A lane with accepted events, leased.
    private func leased(
        _ count: Int, _ parts: EventsDatabase.Parts, events: [StagedEvent]? = nil
    ) async throws -> (lease: LaneLease, ids: [UUID]) {
        let lane = Lane(tenantID: try await parts.makeTenant(), platform: .meta)
        let events = events ?? (0..<count).map { _ in Samples.staged(lane.tenantID) }
        try await parts.accept(events)
        let lease = try #require(
            try await parts.lanes.lease([lane], holder: "test", term: .seconds(60), now: parts.now, timeout: .seconds(10)).first)
        _ = try await parts.deliveries.takeOver(lease, now: parts.now)
        return (lease, events.map(\.rowID).sorted { $0.uuidString < $1.uuidString })
    }

    /// Somebody else takes the lane, because the lease ran out.
    private func takeAway(_ lease: LaneLease, _ parts: EventsDatabase.Parts) async throws -> LaneLease {
        try await parts.database.scratch.sqlAsSuperuser(
            "update events.delivery_lanes set leased_until = now() - interval '1 second' where tenant_id = '\(lease.lane.tenantID)'")
        return try #require(
            try await parts.lanes.lease([lease.lane], holder: "other", term: .seconds(60), now: parts.now, timeout: .seconds(10)).first)
    }

    private func due(_ lease: LaneLease, _ parts: EventsDatabase.Parts, after: UUID? = nil, most: Int = 100, bytesMax: Int = 1 << 20)
        async throws -> [DueDelivery]
    {
        try await parts.deliveries.due(lease.lane, after: after, now: parts.now, most: most, bytesMax: bytesMax)
    }

    @Test func `what is due comes oldest first, within both limits, and from after a place`() async throws {
        try await EventsDatabase.shared().run { parts in
            let (lease, ids) = try await leased(5, parts)
            #expect(try await due(lease, parts).map(\.eventRowID) == ids)
            #expect(try await due(lease, parts, most: 2).map(\.eventRowID) == Array(ids[..<2]))
            #expect(try await due(lease, parts, after: ids[1]).map(\.eventRowID) == Array(ids[2...]))
            let size = try await due(lease, parts)[0].body.count
            #expect(try await due(lease, parts, bytesMax: 1).count == 1, "one at least")
            #expect(try await due(lease, parts, bytesMax: size + 1).count == 2)
        }
    }

    @Test func `an answer moves deliveries on and is logged`() async throws {
        try await EventsDatabase.shared().run { parts in
            let (lease, ids) = try await leased(3, parts)
            let now = parts.now
            let batch = SettledSample.start(ids, at: now)
            try await parts.deliveries.begin(batch, under: lease)
            var record = BatchRecord(batchID: batch.id, startedAt: now, end: SettledSample.end(now + .milliseconds(9), 200))
            record.settlements = [Settlement(eventRowID: ids[0], status: .delivered, attempts: 1, reason: nil, bodySHA256: [9])]
            record.settlements.append(Settlement(eventRowID: ids[1], status: .rejected, attempts: 1, reason: "bad", bodySHA256: nil))
            record.attempts = [
                LoggedAttempt(eventRowID: ids[1], number: 1, outcome: "rejected", platformCode: "100", reason: "bad", bodySHA256: [8]),
                LoggedAttempt(eventRowID: ids[2], number: 1, outcome: "unknown", platformCode: nil, reason: "no answer", bodySHA256: [7]),
            ]
            record.postponements = [
                Postponement(eventRowID: ids[2], attempts: 1, nextAttemptAt: now + .seconds(60), unknownSince: now, reason: "no answer")
            ]
            try await parts.deliveries.record(record, under: lease)
            #expect(try await due(lease, parts).isEmpty)
            let list = try await parts.log.list(DeliveryFilter(most: 10), of: lease.lane.tenantID, now: parts.now, timeout: .seconds(10))
            #expect(list.map(\.status) == [.pending, .rejected, .delivered])
            #expect(list.map(\.attempts) == [1, 1, 1])
            #expect(list[0].nextAttemptAt == now + .seconds(60))
            let delivered = try #require(
                try await parts.log.history(of: list[2].id, of: lease.lane.tenantID, timeout: .seconds(10)))
            #expect(delivered.attempts.map(\.outcome) == ["delivered"])
            #expect(delivered.attempts.map(\.bodySHA256) == [[9]])
            #expect(delivered.attempts.map(\.batchSize) == [3])
            let unknown = try #require(try await parts.log.history(of: list[0].id, of: lease.lane.tenantID, timeout: .seconds(10)))
            #expect(unknown.attempts.map(\.outcome) == ["unknown"])
            #expect(unknown.unknownSince == now)
        }
    }

    @Test func `an answer cannot be written down twice`() async throws {
        try await EventsDatabase.shared().run { parts in
            let (lease, ids) = try await leased(1, parts)
            let batch = SettledSample.start(ids, at: parts.now)
            try await parts.deliveries.begin(batch, under: lease)
            var record = BatchRecord(batchID: batch.id, startedAt: parts.now, end: SettledSample.end(parts.now, 200))
            record.settlements = [Settlement(eventRowID: ids[0], status: .delivered, attempts: 1, reason: nil, bodySHA256: [9])]
            try await parts.deliveries.record(record, under: lease)
            await #expect(throws: StoreError.leaseLost) { try await parts.deliveries.record(record, under: lease) }
        }
    }

    @Test func `who lost the lane can write nothing any more`() async throws {
        try await EventsDatabase.shared().run { parts in
            let (old, ids) = try await leased(2, parts)
            let batch = SettledSample.start(ids, at: parts.now)
            try await parts.deliveries.begin(batch, under: old)
            let new = try await takeAway(old, parts)
            _ = try await parts.deliveries.takeOver(new, now: parts.now)
            var record = BatchRecord(batchID: batch.id, startedAt: parts.now, end: SettledSample.end(parts.now, 200))
            record.settlements = ids.map { Settlement(eventRowID: $0, status: .delivered, attempts: 1, reason: nil, bodySHA256: [9]) }
            let settlements = record.settlements
            await #expect(throws: StoreError.leaseLost) { try await parts.deliveries.record(record, under: old) }
            await #expect(throws: StoreError.leaseLost) {
                try await parts.deliveries.begin(SettledSample.start(ids, at: parts.now), under: old)
            }
            await #expect(throws: StoreError.leaseLost) {
                try await parts.deliveries.settleUnsent(settlements, now: parts.now, under: old)
            }
            await #expect(throws: StoreError.leaseLost) { try await parts.deliveries.keep(.closed, pause: nil, under: old) }
            await #expect(throws: StoreError.leaseLost) { _ = try await parts.deliveries.takeOver(old, now: parts.now) }
            #expect(try await due(new, parts).count == 2)
        }
    }

    @Test func `who takes a lane over marks what may have been sent`() async throws {
        try await EventsDatabase.shared().run { parts in
            let (old, ids) = try await leased(3, parts)
            let batch = SettledSample.start(Array(ids[..<2]), at: parts.now)
            try await parts.deliveries.begin(batch, under: old)
            let new = try await takeAway(old, parts)
            _ = try await parts.deliveries.takeOver(new, now: parts.now)
            let found = try await due(new, parts)
            #expect(found.map(\.eventRowID) == ids)
            #expect(found.map(\.progress.unknownSince) == [batch.startedAt, batch.startedAt, nil])
            #expect(found.map(\.progress.attempts) == [1, 1, 0])
            let id = DeliveryID(eventRowID: ids[0], platform: .meta)
            let history = try #require(try await parts.log.history(of: id, of: old.lane.tenantID, timeout: .seconds(10)))
            #expect(history.attempts.map(\.outcome) == ["unknown"])
            // A second one finds nothing more to mark.
            let third = try await takeAway(new, parts)
            _ = try await parts.deliveries.takeOver(third, now: parts.now)
            #expect(try await due(third, parts).map(\.progress.attempts) == [1, 1, 0])
        }
    }

    @Test func `a taker that comes while a batch begins sees that batch`() async throws {
        try await EventsDatabase.shared().run { parts in
            for _ in 1...20 {
                let (old, ids) = try await leased(1, parts)
                let batch = SettledSample.start(ids, at: parts.now)
                async let begun: Void = parts.deliveries.begin(batch, under: old)
                async let taken = takeAway(old, parts)
                let isBegun: Bool
                do {
                    try await begun
                    isBegun = true
                } catch {
                    isBegun = false
                }
                // While the batch begins the lane is skipped; then it is there to be taken.
                let new: LaneLease
                do { new = try await taken } catch { new = try await takeAway(old, parts) }
                _ = try await parts.deliveries.takeOver(new, now: parts.now)
                let marked = try await due(new, parts).map { $0.progress.unknownSince != nil }
                #expect(marked == [isBegun])
            }
        }
    }

    @Test func `the breaker is left to the next holder`() async throws {
        try await EventsDatabase.shared().run { parts in
            let (old, _) = try await leased(1, parts)
            let kept = BreakerSnapshot(state: .open, consecutiveFailures: 7, openUntil: parts.now + .seconds(30))
            try await parts.deliveries.keep(kept, pause: nil, under: old)
            let new = try await takeAway(old, parts)
            #expect(try await parts.deliveries.takeOver(new, now: parts.now).breaker == kept)
        }
    }

    @Test(arguments: DeliveryStatus.allCases)
    func `only what was given up or is not known can be sent again`(_ status: DeliveryStatus) async throws {
        try await EventsDatabase.shared().run { parts in
            let tenantID = try await parts.makeTenant()
            try await parts.accept([Samples.staged(tenantID)])
            let id: DeliveryID
            if status == .pending {
                id = try #require(
                    try await parts.log.list(DeliveryFilter(most: 1), of: tenantID, now: parts.now, timeout: .seconds(10)).first
                ).id
            } else {
                id = try #require(try await SettledSample.settle(tenantID, parts, as: status).first)
            }
            let outcome = try await parts.log.replay(id, of: tenantID, now: parts.now, timeout: .seconds(10))
            if status.canBeReplayed {
                guard case .replayed(let summary) = outcome else {
                    Issue.record("\(outcome)")
                    return
                }
                #expect(summary.status == .pending)
                #expect(summary.attempts == 2)
                let history = try #require(try await parts.log.history(of: id, of: tenantID, timeout: .seconds(10)))
                #expect(history.attempts.count == 1, "the log is kept")
            } else {
                #expect(outcome == .refused(status))
            }
            let stranger = try await parts.log.replay(id, of: UUID(), now: parts.now, timeout: .seconds(10))
            #expect(stranger == .notFound)
        }
    }
}
