import Secrets
import Testing

@testable import Sandbox

@Suite("Ledger of what platforms took")
struct ReceivedLedgerTests {
    private static let hour: Int64 = 3600 * 1_000_000_000

    private func event(_ id: String, name: String = "Purchase", body: String = "{}") -> IncomingEvent {
        IncomingEvent(name: name, id: id, digest: SHA256.digest(of: body), body: Array(body.utf8))
    }

    private func take(_ events: [IncomingEvent], into ledger: inout ReceivedLedger, pixel: String = "1", now: Int64 = 0) -> [Bool] {
        let judged = ledger.judged(events, at: .meta, pixelID: pixel, now: now)
        ledger.take(judged)
        return judged.map(\.isCounted)
    }

    @Test func `the same pixel, name and id within 48 hours is counted once`() {
        var ledger = ReceivedLedger(eventsMax: 100, bodyBytesMax: 10_000)
        #expect(take([event("a")], into: &ledger) == [true])
        #expect(take([event("a")], into: &ledger, now: 48 * Self.hour - 1) == [false])
        #expect(take([event("a", name: "Lead")], into: &ledger) == [true])
        #expect(take([event("a")], into: &ledger, pixel: "2") == [true])
        #expect(take([event("b")], into: &ledger) == [true])
        #expect(ledger.totals(at: .meta) == ReceivedTotals(events: 5, counted: 4, repeated: 1))
    }

    @Test func `after 48 hours it counts again, and the window begins anew`() {
        var ledger = ReceivedLedger(eventsMax: 100, bodyBytesMax: 10_000)
        #expect(take([event("a")], into: &ledger) == [true])
        #expect(take([event("a")], into: &ledger, now: 48 * Self.hour) == [true])
        #expect(take([event("a")], into: &ledger, now: 95 * Self.hour) == [false])
    }

    @Test func `a repeat with other bytes is told from an exact one`() {
        var ledger = ReceivedLedger(eventsMax: 100, bodyBytesMax: 10_000)
        _ = take([event("a")], into: &ledger)
        _ = take([event("a"), event("a", body: "{ }")], into: &ledger)
        #expect(ledger.totals(at: .meta) == ReceivedTotals(events: 3, counted: 1, repeated: 2, repeatedWithOtherBody: 1))
    }

    @Test func `the same event twice in one request is a repeat, and one without id never is`() {
        var ledger = ReceivedLedger(eventsMax: 100, bodyBytesMax: 10_000)
        #expect(take([event("a"), event("a"), event(""), event("")], into: &ledger) == [true, false, true, true])
    }

    @Test func `past its limit the oldest events are forgotten and the totals stay`() {
        var ledger = ReceivedLedger(eventsMax: 3, bodyBytesMax: 10_000)
        for number in 0..<200 { _ = take([event("\(number)")], into: &ledger) }
        #expect(ledger.events(after: 0, at: nil, eventID: nil, limit: 10).map(\.eventID) == ["197", "198", "199"])
        #expect(ledger.totals(at: .meta).events == 200)
        // What is forgotten counts as not seen.
        #expect(take([event("5"), event("199")], into: &ledger) == [true, false])
    }

    @Test func `past its bytes the oldest bodies go and their digests stay`() {
        var ledger = ReceivedLedger(eventsMax: 100, bodyBytesMax: 25)
        for number in 0..<5 { _ = take([event("\(number)", body: "0123456789")], into: &ledger) }
        let events = ledger.events(after: 0, at: nil, eventID: nil, limit: 10)
        #expect(events.map(\.body.count) == [0, 0, 0, 10, 10])
        #expect(events.allSatisfy { $0.digest == SHA256.digest(of: "0123456789") })
    }

    @Test func `pages follow one another without gap or overlap, filtered or not`() {
        var ledger = ReceivedLedger(eventsMax: 100, bodyBytesMax: 10_000)
        for number in 0..<50 { _ = take([event("\(number % 10)")], into: &ledger) }
        var (seen, after): ([Int64], Int64) = ([], 0)
        while let last = ledger.events(after: after, at: .meta, eventID: nil, limit: 7).last {
            seen += ledger.events(after: after, at: .meta, eventID: nil, limit: 7).map(\.sequence)
            after = last.sequence
        }
        #expect(seen == Array(1...50))
        #expect(ledger.events(after: 0, at: nil, eventID: "3", limit: 100).map(\.sequence) == [4, 14, 24, 34, 44])
        #expect(ledger.events(after: 30, at: nil, eventID: "3", limit: 1).map(\.sequence) == [34])
        #expect(ledger.events(after: 1000, at: nil, eventID: nil, limit: 1).isEmpty)
    }

    @Test func `a reset forgets all but where the counting stands`() {
        var ledger = ReceivedLedger(eventsMax: 100, bodyBytesMax: 10_000)
        ledger.countRequest(at: .meta)
        _ = take([event("a")], into: &ledger)
        ledger.reset()
        #expect(ledger.totals(at: .meta) == ReceivedTotals())
        #expect(take([event("a")], into: &ledger) == [true])
        #expect(ledger.events(after: 0, at: nil, eventID: nil, limit: 10).map(\.sequence) == [2])
    }
}
