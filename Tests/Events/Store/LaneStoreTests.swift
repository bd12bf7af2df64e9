import Advertising
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Events

@Suite("Leasing lanes")
struct LaneStoreTests {
    private func lease(
        _ lane: Lane, _ parts: EventsDatabase.Parts, holder: String = "one", term: Duration = .seconds(30)
    ) async throws -> LaneLease? {
        try await parts.lanes.lease([lane], holder: holder, term: term, now: parts.now, timeout: .seconds(10)).first
    }

    /// As if the term of a lease had passed.
    private func expire(_ lane: Lane, _ parts: EventsDatabase.Parts) async throws {
        try await parts.database.scratch.sqlAsSuperuser(
            "update events.delivery_lanes set leased_until = now() - interval '1 second' where tenant_id = '\(lane.tenantID)'")
    }

    @Test func `a lane has one holder, until it is given back or its lease runs out`() async throws {
        try await EventsDatabase.shared().run { parts in
            let lane = Lane(tenantID: try await parts.makeTenant(), platform: .meta)
            guard let first = try await lease(lane, parts) else {
                Issue.record("the lane was free")
                return
            }
            #expect(try await lease(lane, parts, holder: "two") == nil)
            try await parts.lanes.release([first], timeout: .seconds(10))
            let second = try await lease(lane, parts, holder: "two")
            #expect(second?.token == first.token + 1)
            try await expire(lane, parts)
            #expect(try await lease(lane, parts, holder: "three")?.token == first.token + 2)
        }
    }

    @Test func `of two who want a lane at once one gets it`() async throws {
        try await EventsDatabase.shared().run { parts in
            for _ in 1...20 {
                let lane = Lane(tenantID: try await parts.makeTenant(), platform: .meta)
                async let one = lease(lane, parts, holder: "one")
                async let two = lease(lane, parts, holder: "two")
                let leases = [try await one, try await two].compactMap { $0 }
                #expect(leases.count == 1)
            }
        }
    }

    @Test func `who lost a lane cannot renew it nor give it back`() async throws {
        try await EventsDatabase.shared().run { parts in
            let lane = Lane(tenantID: try await parts.makeTenant(), platform: .meta)
            let old = try #require(try await lease(lane, parts))
            #expect(try await parts.lanes.renew([old], term: .seconds(30), timeout: .seconds(10)) == [old])
            try await expire(lane, parts)
            let new = try #require(try await lease(lane, parts, holder: "two"))
            #expect(try await parts.lanes.renew([old, new], term: .seconds(30), timeout: .seconds(10)) == [new])
            try await parts.lanes.release([old], timeout: .seconds(10))
            #expect(try await lease(lane, parts, holder: "three") == nil)
        }
    }

    @Test func `lanes with due deliveries and without a holder are found, and no others`() async throws {
        try await EventsDatabase.shared().run { parts in
            func isWaiting(_ lane: Lane) async throws -> Bool {
                try await parts.lanes.waiting(now: parts.now, most: 10_000, timeout: .seconds(10)).contains(lane)
            }
            let lane = Lane(tenantID: try await parts.makeTenant(), platform: .meta)
            #expect(try await !isWaiting(lane))
            try await parts.accept([Samples.staged(lane.tenantID)])
            #expect(try await isWaiting(lane))
            let held = try #require(try await lease(lane, parts))
            #expect(try await !isWaiting(lane))
            try await parts.deliveries.keep(
                .closed, pause: LanePause(until: parts.now + .seconds(60), reason: "a reason"), under: held)
            try await parts.lanes.release([held], timeout: .seconds(10))
            #expect(try await !isWaiting(lane), "it is paused")
            #expect(try await lease(lane, parts) == nil, "it is paused")
            let destination = Destination(lane: lane, pixelID: "1", version: 2, isEnabled: true)
            #expect(try await parts.destinations.apply([destination], timeout: .seconds(10)) == [lane])
            #expect(try await isWaiting(lane), "its connection has changed")
        }
    }

    @Test func `a destination that is not later than what is known changes nothing`() async throws {
        try await EventsDatabase.shared().run { parts in
            let lane = Lane(tenantID: try await parts.makeTenant(isConnected: false), platform: .meta)
            func apply(_ versions: [Int64]) async throws -> [Lane] {
                try await parts.destinations.apply(
                    versions.map { Destination(lane: lane, pixelID: "p\($0)", version: $0, isEnabled: true) }, timeout: .seconds(10))
            }
            #expect(try await apply([2, 3, 1]) == [lane])
            #expect(try await apply([2]).isEmpty)
            #expect(try await apply([3]).isEmpty)
            let pixel = try await parts.database.scratch.sqlAsSuperuser(
                "select pixel_id from events.destinations where tenant_id = '\(lane.tenantID)'")
            #expect(pixel.trimmingCharacters(in: .whitespacesAndNewlines) == "p3")
            #expect(try await apply([4]) == [lane])
        }
    }
}
