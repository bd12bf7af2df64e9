import Advertising
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Events

@Suite("The delivery log")
struct DeliveryLogTests {
    private func list(
        _ parts: EventsDatabase.Parts, _ tenantID: UUID, _ change: (inout DeliveryFilter) -> Void = { _ in }
    ) async throws -> [DeliverySummary] {
        var filter = DeliveryFilter(most: 100)
        change(&filter)
        return try await parts.log.list(filter, of: tenantID, now: parts.now, timeout: .seconds(10))
    }

    @Test func `lists newest first, page after page, settled and pending alike`() async throws {
        try await EventsDatabase.shared().run { parts in
            let tenantID = try await parts.makeTenant()
            let google = Destination(lane: Lane(tenantID: tenantID, platform: .google), pixelID: "1", version: 1, isEnabled: true)
            _ = try await parts.destinations.apply([google], timeout: .seconds(10))
            var ids: [String] = []
            for round in 1...3 {
                let events = (1...4).map { Samples.staged(tenantID, id: "\(round)-\($0)") }
                try await parts.accept(events)
                ids = events.map(\.key.eventID).reversed() + ids
                if round < 3 { try await SettledSample.settle(tenantID, parts) }
            }
            let whole = try await list(parts, tenantID)
            #expect(whole.count == 24)
            #expect(whole.filter { $0.id.platform == .meta }.map(\.eventID) == ids)
            #expect(Array(whole.prefix(2)).map(\.id.platform) == [.google, .meta])
            var paged: [DeliverySummary] = []
            while true {
                let page = try await list(parts, tenantID) {
                    $0.most = 5
                    $0.after = paged.last?.id
                }
                guard !page.isEmpty else { break }
                paged += page
            }
            #expect(paged == whole)
        }
    }

    @Test func `filters by platform, status, event id and time`() async throws {
        try await EventsDatabase.shared().run { parts in
            let tenantID = try await parts.makeTenant()
            let old = parts.now - .seconds(3600)
            try await parts.accept([Samples.staged(tenantID, id: "old", acceptedAt: old)])
            try await SettledSample.settle(tenantID, parts, as: .dead)
            try await parts.accept([Samples.staged(tenantID, id: "a"), Samples.staged(tenantID, id: "a", name: "refund")])
            try await SettledSample.settle(tenantID, parts)
            try await parts.accept([Samples.staged(tenantID, id: "b")])
            #expect(try await list(parts, tenantID) { $0.status = .pending }.map(\.eventID) == ["b"])
            #expect(try await list(parts, tenantID) { $0.status = .dead }.map(\.eventID) == ["old"])
            #expect(try await list(parts, tenantID) { $0.status = .delivered }.map(\.eventID) == ["a", "a"])
            #expect(try await list(parts, tenantID) { $0.eventID = "a" }.map(\.eventName) == ["refund", "purchase"])
            #expect(try await list(parts, tenantID) { $0.eventID = "none" }.isEmpty)
            #expect(try await list(parts, tenantID) { $0.platform = .google }.isEmpty)
            #expect(try await list(parts, tenantID) { $0.acceptedAfter = parts.now - .seconds(60) }.map(\.eventID) == ["b", "a", "a"])
            #expect(try await list(parts, UUID()).isEmpty)
        }
    }

    @Test func `an event id older than the dedupe keys is found in its closed day`() async throws {
        try await EventsDatabase.shared().run { parts in
            let tenantID = try await parts.makeTenant()
            let longAgo = parts.now - .seconds(20 * 86_400)
            let store = RetentionStore(pool: parts.worker)
            try await store.ensurePartitions(from: longAgo, to: longAgo, timeout: .seconds(30))
            let event = Samples.staged(tenantID, id: "ancient", time: longAgo, acceptedAt: longAgo)
            try await parts.accept([event])
            try await parts.database.scratch.sqlAsSuperuser("delete from events.dedupe_keys where event_row_id = '\(event.rowID)'")
            while try await store.indexClosedPartition(before: parts.now - .seconds(86_400), timeout: .seconds(30)) != nil {}
            #expect(try await list(parts, tenantID) { $0.eventID = "ancient" }.map(\.id.eventRowID) == [event.rowID])
        }
    }

    @Test func `another tenant's delivery is not there`() async throws {
        try await EventsDatabase.shared().run { parts in
            let tenantID = try await parts.makeTenant()
            try await parts.accept([Samples.staged(tenantID)])
            let id = try #require(try await list(parts, tenantID).first).id
            #expect(try await parts.log.history(of: id, of: tenantID, timeout: .seconds(10)) != nil)
            #expect(try await parts.log.history(of: id, of: UUID(), timeout: .seconds(10)) == nil)
        }
    }
}
