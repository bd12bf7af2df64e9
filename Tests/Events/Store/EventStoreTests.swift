import Advertising
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Events

@Suite("Accepting events")
struct EventStoreTests {
    @Test func `an event is stored with its key and a pending delivery for each destination`() async throws {
        try await EventsDatabase.shared().run { parts in
            let tenantID = try await parts.makeTenant()
            let event = Samples.staged(tenantID)
            let acceptance = try await parts.events.accept(AcceptanceBatch([event]), now: parts.now, timeout: .seconds(10))
            #expect(acceptance.outcomes == [.accepted])
            #expect(acceptance.lanes == [Lane(tenantID: tenantID, platform: .meta)])
            for table in ["dedupe_keys", "events", "pending_deliveries"] {
                #expect(
                    try await parts.count("select count(*) from events.\(table) where event_row_id = '\(event.rowID)'") == 1, "\(table)")
            }
        }
    }

    @Test func `an event without a destination is stored and has nothing to be delivered`() async throws {
        try await EventsDatabase.shared().run { parts in
            let tenantID = try await parts.makeTenant(isConnected: false)
            #expect(try await parts.accept([Samples.staged(tenantID)]) == [.accepted])
            #expect(try await parts.count("select count(*) from events.pending_deliveries where tenant_id = '\(tenantID)'") == 0)
        }
    }

    @Test func `a repeat is a duplicate whatever its time, and the first body stays`() async throws {
        try await EventsDatabase.shared().run { parts in
            let tenantID = try await parts.makeTenant()
            let now = parts.now
            let first = Samples.staged(tenantID, id: "a", time: now - .seconds(60))
            let second = Samples.staged(tenantID, id: "a", time: now, email: "else@example.com")
            #expect(try await parts.accept([first]) == [.accepted])
            #expect(try await parts.accept([second]) == [.duplicate])
            #expect(try await parts.count("select count(*) from events.events where tenant_id = '\(tenantID)'") == 1)
            let due = try await parts.deliveries.due(
                Lane(tenantID: tenantID, platform: .meta), after: nil, now: parts.now, most: 10, bytesMax: 1 << 20)
            #expect(due.map(\.body) == [first.body])
        }
    }

    @Test func `the same key with another value is a conflict, and another name or tenant is another key`() async throws {
        try await EventsDatabase.shared().run { parts in
            let (tenantID, other) = (try await parts.makeTenant(), try await parts.makeTenant())
            #expect(try await parts.accept([Samples.staged(tenantID, id: "a", value: 1)]) == [.accepted])
            let outcomes = try await parts.accept([
                Samples.staged(tenantID, id: "a", value: 2), Samples.staged(tenantID, id: "a", name: "refund", value: 1),
                Samples.staged(other, id: "a", value: 1), Samples.staged(tenantID, id: "a", value: 1),
                Samples.staged(tenantID, id: "A", value: 1),
            ])
            #expect(outcomes == [.conflict, .accepted, .accepted, .duplicate, .accepted])
        }
    }

    @Test func `of one key in one batch the first goes in and the others are compared with it`() async throws {
        try await EventsDatabase.shared().run { parts in
            let tenantID = try await parts.makeTenant()
            let batch = [1.0, 1.0, 2.0, 1.0].map { Samples.staged(tenantID, id: "a", value: $0) } + [Samples.staged(tenantID, id: "b")]
            #expect(try await parts.accept(batch) == [.accepted, .duplicate, .conflict, .duplicate, .accepted])
            #expect(try await parts.accept(batch.reversed()) == [.duplicate, .duplicate, .conflict, .duplicate, .duplicate])
            #expect(try await parts.count("select count(*) from events.pending_deliveries where tenant_id = '\(tenantID)'") == 2)
        }
    }

    @Test func `spellings that only look equal are different keys`() async throws {
        try await EventsDatabase.shared().run { parts in
            let tenantID = try await parts.makeTenant()
            let batch = ["caf\u{E9}", "cafe\u{301}"].map { Samples.staged(tenantID, id: $0) }
            #expect(try await parts.accept(batch) == [.accepted, .accepted])
        }
    }

    @Test func `two acceptors with the same keys at once accept each key once`() async throws {
        try await EventsDatabase.shared().run { parts in
            let tenantID = try await parts.makeTenant()
            for round in 1...50 {
                let ids = (1...40).map { "\(round)-\($0)" }
                let (one, two) = (ids.map { Samples.staged(tenantID, id: $0) }, ids.reversed().map { Samples.staged(tenantID, id: $0) })
                async let first = parts.accept(one)
                async let second = parts.accept(two)
                let (a, b) = (try await first, try await second.reversed() as [AcceptanceOutcome])
                #expect(zip(a, b).allSatisfy { Set([$0, $1]) == [.accepted, .duplicate] }, "round \(round)")
            }
            #expect(try await parts.count("select count(*) from events.events where tenant_id = '\(tenantID)'") == 2000)
            #expect(try await parts.count("select count(*) from events.pending_deliveries where tenant_id = '\(tenantID)'") == 2000)
        }
    }

    @Test func `an event of a slightly fast clock is delivered when its time has come`() async throws {
        try await EventsDatabase.shared().run { parts in
            let tenantID = try await parts.makeTenant()
            let lane = Lane(tenantID: tenantID, platform: .meta)
            let later = parts.now + .seconds(300)
            try await parts.accept([Samples.staged(tenantID, time: later), Samples.staged(tenantID)])
            #expect(try await parts.deliveries.due(lane, after: nil, now: parts.now, most: 10, bytesMax: 1 << 20).count == 1)
            #expect(try await parts.deliveries.due(lane, after: nil, now: later, most: 10, bytesMax: 1 << 20).count == 2)
        }
    }

    @Test func `nothing of the person is in the tables`() async throws {
        try await EventsDatabase.shared().run { parts in
            let tenantID = try await parts.makeTenant()
            try await parts.accept([Samples.staged(tenantID, email: "Marked.Person.7731@example.com")])
            let dump = try await parts.database.scratch.sqlAsSuperuser(
                "select encode(body, 'escape') from events.events where tenant_id = '\(tenantID)'")
            #expect(!dump.isEmpty)
            #expect(!dump.lowercased().contains("marked"))
        }
    }
}
