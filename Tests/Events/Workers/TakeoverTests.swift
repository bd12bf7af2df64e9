import Advertising
import EventLoop
import Foundation
import TestSupport
import Testing

@testable import Events

/// What happens when a process dies between two steps. A sender that never answers is a process that died while it waited.
@Suite("Taking over")
struct TakeoverTests {
    /// A worker that sends and then hears nothing, until it is let go. What was sent did arrive.
    private func stall(_ fixture: WorkerFixture, _ gate: Gate) {
        fixture.sender.answer = { _, number in
            if number == 1 { await gate.wait() }
            return .delivered
        }
    }

    @Test func `what was sent without an answer is sent again under the same id and body`() async throws {
        try await WorkerFixture.run { fixture in
            let gate = Gate(fixture.parts.loop)
            stall(fixture, gate)
            try await fixture.accept(["e1", "e2"])
            fixture.start()
            #expect(try await fixture.eventually { fixture.sender.requests.count == 1 })
            try await fixture.expireLease()
            let successor = fixture.makeWorker()
            successor.start()
            #expect(
                try await fixture.eventually(waking: successor) {
                    try await fixture.statuses().values.allSatisfy { $0 == .delivered }
                })
            #expect(fixture.sender.requests == [["e1", "e2"], ["e1", "e2"]])
            let history = try #require(try await fixture.history("e1"))
            #expect(history.attempts.map(\.outcome) == ["unknown", "delivered"])
            #expect(history.attempts.map(\.number) == [1, 2])
            // The first one comes back to life: its answer changes nothing.
            gate.open()
            #expect(try await fixture.eventually(waking: successor) { fixture.worker?.sessionCount == 0 })
            #expect(try await fixture.history("e1")?.attempts.count == 2)
            await successor.stop()
        }
    }

    @Test func `an unknown outcome is repeated inside the platform's window only`() async throws {
        try await WorkerFixture.run { fixture in
            try await fixture.accept(["inside", "outside", "never sent"])
            for (id, hours) in [("inside", 47), ("outside", 49)] {
                try await fixture.parts.database.scratch.sqlAsSuperuser(
                    """
                    update events.pending_deliveries set unknown_since = now() - interval '\(hours) hours', attempts = 1
                    where event_row_id = (select event_row_id from events.events where event_id = '\(id)' and tenant_id = '\(fixture.tenantID)')
                    """)
            }
            fixture.start()
            let expected: [String: DeliveryStatus] = ["inside": .delivered, "outside": .unknown, "never sent": .delivered]
            #expect(try await fixture.eventually { try await fixture.statuses() == expected })
            #expect(fixture.sender.taken.sorted() == ["inside", "never sent"])
        }
    }

    @Test func `a reset after sending counts from the first unknown send`() async throws {
        try await WorkerFixture.run { fixture in
            fixture.sender.answer = { _, number in number <= 2 ? .failed(.unknown) : .failed(.retry(after: .seconds(60))) }
            try await fixture.accept(["e1"])
            fixture.start()
            #expect(try await fixture.eventually { fixture.sender.requests.count >= 3 })
            #expect(try await fixture.eventually { try await fixture.history("e1")?.attempts.count == 3 })
            let history = try #require(try await fixture.history("e1"))
            #expect(history.unknownSince == history.attempts[0].startedAt)
        }
    }
}

/// Holds tasks up until it is opened. Confined to its loop.
final class Gate: @unchecked Sendable {
    private let loop: EventLoop
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ loop: EventLoop) { self.loop = loop }

    func wait() async {
        if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    }

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
