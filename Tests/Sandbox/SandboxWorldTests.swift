import EventLoop
import Foundation
import HTTPServer
import Messages
import RPC
import Synchronization
import Testing

@testable import Sandbox

@Suite("The outside world")
struct SandboxWorldTests {
    private func world(file: LedgerFile? = nil) -> SandboxWorld {
        SandboxWorld(
            meta: MetaFace(), ledger: ReceivedLedger(eventsMax: 1000, bodyBytesMax: 1 << 20), file: file,
            now: { testNow * 1_000_000_000 })
    }

    private let good = MetaRequests.post([MetaRequests.event(), MetaRequests.event(["event_id": "\"order-2\""])])

    @Test func `a good request is answered with the number of its events and stands in the ledger`() {
        let world = world()
        let answer = world.answer(good)
        #expect(answer.status == 200)
        let body = String(decoding: answer.body, as: UTF8.self)
        #expect(body.hasPrefix(#"{"events_received":2,"messages":[],"fbtrace_id":"A"#))
        #expect(world.totals(at: .meta) == ReceivedTotals(requests: 1, events: 2, counted: 2))
        #expect(
            world.events(after: 0, at: .meta, eventID: "order-2", limit: 10).map(\.receivedAtUnixNanoseconds) == [testNow * 1_000_000_000])
    }

    @Test func `a refused request leaves nothing in the ledger`() {
        let world = world()
        let answer = world.answer(MetaRequests.post([MetaRequests.event(), MetaRequests.event(["event_time": "1"])]))
        #expect(answer.status == 400)
        #expect(world.totals(at: .meta) == ReceivedTotals(requests: 1, refusedRequests: 1))
        #expect(world.events(after: 0, at: nil, eventID: nil, limit: 10).isEmpty)
    }

    /// What each kind does: status, ending, whether the request was taken.
    static let faults: [(FaultKind, Int, HTTPServerResponse.Ending, Bool)] = [
        (.latency, 200, .whole, true), (.rateLimited, 429, .whole, false), (.rateLimitedBare, 429, .whole, false),
        (.serverError, 500, .whole, false), (.tokenExpired, 400, .whole, false), (.timeout, 200, .close, true),
        (.halfAnswer, 200, .half, true), (.reset, 500, .reset, false), (.resetAfterAccept, 200, .reset, true),
        (.garbage, 200, .whole, true),
    ]

    @Test func `every kind of fault is in the table`() {
        #expect(Self.faults.map(\.0) == FaultKind.allCases)
    }

    @Test(arguments: faults.indices) func `a fault does what its kind says, once, and then all is well`(index: Int) {
        let (kind, status, ending, isTaken) = Self.faults[index]
        let world = world()
        world.set(Fault(kind, delay: .milliseconds(5), requests: 1), at: .meta)
        let struck = world.answer(good)
        #expect(struck.status == status && struck.ending == ending)
        #expect(world.totals(at: .meta).events == (isTaken ? 2 : 0))
        let next = world.answer(good)
        #expect(next.status == 200 && next.ending == .whole && next.delay == .zero)
        #expect(world.totals(at: .meta).requests == 2)
        #expect(world.totals(at: .meta).repeated == (isTaken ? 2 : 0))
        #expect(world.totals(at: .meta).refusedRequests == 0)
    }

    @Test func `only the full rate limit says when to come back`() {
        let world = world()
        func names(_ kind: FaultKind) -> Set<String> {
            world.set(Fault(kind), at: .meta)
            return Set(world.answer(good).headers.map(\.name))
        }
        #expect(names(.rateLimited).isSuperset(of: ["Retry-After", "X-Business-Use-Case-Usage", "X-App-Usage"]))
        #expect(names(.rateLimitedBare).isDisjoint(with: ["Retry-After", "X-Business-Use-Case-Usage", "X-App-Usage"]))
    }

    @Test func `a silence without a length is a long one`() {
        let world = world()
        world.set(Fault(.timeout), at: .meta)
        #expect(world.answer(good).delay == .seconds(30))
        world.set(Fault(.timeout, delay: .seconds(2)), at: .meta)
        #expect(world.answer(good).delay == .seconds(2))
    }

    @Test func `what was answered is in the file, and a repeat is known after a restart`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "stratum-world-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = world(file: try LedgerFile(path: path)).answer(good)
        var ledger = ReceivedLedger(eventsMax: 1000, bodyBytesMax: 1 << 20)
        let file = try LedgerFile(path: path)
        try file.read { ledger.take($0) }
        let second = SandboxWorld(meta: MetaFace(), ledger: ledger, file: file, now: { testNow * 1_000_000_000 })
        _ = second.answer(good)
        #expect(second.totals(at: .meta) == ReceivedTotals(requests: 1, events: 4, counted: 2, repeated: 2))
        try second.reset()
        #expect(try Data(contentsOf: URL(filePath: path)).isEmpty)
        #expect(second.totals(at: .meta) == ReceivedTotals())
    }
}
