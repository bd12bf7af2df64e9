import EventLoop
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Postgres

@Suite("Postgres listener")
struct PostgresListenerTests {
    @Test func `it hears what is committed, on its channels only`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            let heard = Heard()
            let listener = PostgresListener(
                configuration: pool.configuration, loop: pool.loop, channels: ["deliveries", "jobs"], onNotice: heard.add)
            listener.start()
            #expect(try await TestLoop.eventually(on: pool.loop) { heard.all == [.listening] })
            try await pool.execute(
                "select pg_notify('other', 'x'), pg_notify('deliveries', \("äöü")), pg_notify('jobs', '')", timeout: .seconds(5))
            let expected: [PostgresNotice] = [
                .listening, .notified(channel: "deliveries", payload: "äöü"), .notified(channel: "jobs", payload: ""),
            ]
            #expect(try await TestLoop.eventually(on: pool.loop) { heard.all == expected })
            struct Refusal: Error {}
            try? await pool.withTransaction(timeout: .seconds(5)) { transaction in
                try await transaction.query("notify jobs, 'rolled back'")
                throw Refusal()
            }
            try await pool.execute("notify jobs, 'last'", timeout: .seconds(5))
            #expect(try await TestLoop.eventually(on: pool.loop) { heard.all.last == .notified(channel: "jobs", payload: "last") })
            #expect(heard.all.count == 4)
            listener.stop()
        }
    }

    @Test func `after its connection was lost it listens again, and says that it missed something`() async throws {
        let database = try await ScratchDatabase.make()
        try await database.withPool { pool in
            let heard = Heard()
            let listener = PostgresListener(configuration: pool.configuration, loop: pool.loop, channels: ["jobs"], onNotice: heard.add)
            listener.start()
            #expect(try await TestLoop.eventually(on: pool.loop) { heard.all == [.listening] })
            try await database.endSessions(where: "query ilike 'listen%'")
            #expect(try await TestLoop.eventually(on: pool.loop) { heard.all == [.listening, .listening] })
            try await pool.execute("notify jobs, 'again'", timeout: .seconds(5))
            #expect(try await TestLoop.eventually(on: pool.loop) { heard.all.last == .notified(channel: "jobs", payload: "again") })
            listener.stop()
        }
    }
}

private final class Heard: Sendable {
    private let notices = Mutex<[PostgresNotice]>([])
    var all: [PostgresNotice] { notices.withLock { $0 } }
    func add(_ notice: PostgresNotice) { notices.withLock { $0.append(notice) } }
}
