import EventLoop
import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite("Recovery")
struct PostgresRecoveryTests {
    @Test func `after a crash and a restart of the server the same pool serves again`() async throws {
        let cluster = try await ScratchCluster.make()
        let database = try await ScratchDatabase.make(in: cluster)
        try await database.withPool { pool in
            try await pool.execute("create table t (n int8)", timeout: .seconds(5))
            try await cluster.stop(.immediate)
            let start = ContinuousClock.now
            let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1", timeout: .seconds(10)) }
            #expect(error?.isUnavailable == true)
            #expect(ContinuousClock.now - start < .seconds(5), "refused before the deadline")
            try await cluster.start()
            let isBack = try await TestLoop.eventually(on: pool.loop) {
                (try? await pool.query("select 1", timeout: .seconds(1))) != nil
            }
            #expect(isBack)
            #expect(try await pool.query("select count(*) from t", timeout: .seconds(5)).only[0] == 0)
        }
    }

    @Test func `the pool finds out by itself that the server is back`() async throws {
        let cluster = try await ScratchCluster.make()
        let database = try await ScratchDatabase.make(in: cluster)
        try await database.withPool { pool in
            try await pool.connect(timeout: .seconds(5))
            try await cluster.stop(.fast)
            #expect(try await TestLoop.eventually(on: pool.loop) { pool.statistics.open == 0 })
            try await cluster.start()
            #expect(try await TestLoop.eventually(on: pool.loop) { pool.statistics.open == 1 })
        }
    }

    @Test func `a session ended by the server in the middle of a transaction is lost, and nothing of it remains`() async throws {
        let database = try await ScratchDatabase.make()
        try await database.withPool { pool in
            try await pool.execute("create table t (n int8)", timeout: .seconds(5))
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction(timeout: .seconds(10)) { transaction in
                    try await transaction.execute("insert into t values (1)")
                    try await database.endSessions()
                    try await transaction.execute("insert into t values (2)")
                }
            }
            #expect(error?.kind == .connectionLost)
            #expect(error?.isUnavailable == true)
            #expect(try await pool.query("select count(*) from t", timeout: .seconds(5)).only[0] == 0)
        }
    }

    @Test func `a session ended while a statement runs is lost, and idle ones are replaced`() async throws {
        let database = try await ScratchDatabase.make()
        try await database.withPool { pool in
            try await pool.connect(timeout: .seconds(5))
            let loop = pool.loop
            let killer = loop.spawn {
                _ = try? await TestLoop.eventually(on: loop) {
                    try await database.endSessions(where: "query like '%pg_sleep%' and state = 'active'") > 0
                }
            }
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction(timeout: .seconds(20)) { try await $0.query("select pg_sleep(20)") }
            }
            #expect(error?.kind == .connectionLost)
            await killer.value
            #expect(try await pool.query("select 1", timeout: .seconds(5)).only[0] == 1)
        }
    }

    @Test func `a connection lost during the commit leaves the outcome unknown, and says so`() async throws {
        let database = try await ScratchDatabase.make()
        try await database.withPool { pool in
            // A deferred trigger holds the commit long enough to end the session inside it.
            _ = try await pool.pipelined(
                [
                    "create table t (n int8)",
                    "create function hold() returns trigger language plpgsql as 'begin perform pg_sleep(20); return null; end'",
                    """
                    create constraint trigger hold after insert on t deferrable initially deferred for each row execute function hold()
                    """,
                ], timeout: .seconds(5))
            let loop = pool.loop
            for isPipelined in [false, true] {
                let killer = loop.spawn {
                    _ = try? await TestLoop.eventually(on: loop) {
                        try await database.endSessions(where: "wait_event = 'PgSleep'") > 0
                    }
                }
                let error = await #expect(throws: PostgresError.self) {
                    if isPipelined {
                        try await pool.execute("insert into t values (1)", timeout: .seconds(20))
                    } else {
                        try await pool.withTransaction(timeout: .seconds(20)) { try await $0.execute("insert into t values (1)") }
                    }
                }
                #expect(error?.kind == .commitOutcomeUnknown)
                #expect(error?.isUnavailable == true)
                #expect(error?.isRetryable == false)
                await killer.value
            }
        }
    }

    @Test func `a server that accepts and then says nothing does not hold a caller past the deadline`() async throws {
        let listener = try SilentServer()
        try await TestLoop.run { loop in
            var configuration = PostgresConfiguration(
                address: PostgresAddress(host: "127.0.0.1", port: listener.port), database: "x", user: "x", password: "x")
            configuration.connectTimeout = .milliseconds(200)
            let pool = PostgresPool(configuration: configuration, loop: loop)
            let start = ContinuousClock.now
            let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1", timeout: .seconds(5)) }
            #expect(error?.kind == .notConnected)
            #expect(ContinuousClock.now - start < .seconds(2))
            await pool.drain(grace: .seconds(1))
        }
    }
}

extension ScratchDatabase {
    /// Ends sessions of this database's owner, as the superuser, and returns how many.
    @discardableResult
    func endSessions(where condition: String = "true") async throws -> Int {
        let question = "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = '\(user)' and \(condition)"
        return Int(try await sqlAsSuperuser(question)) ?? 0
    }
}
