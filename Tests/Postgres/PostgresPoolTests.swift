import EventLoop
import Foundation
import Operations
import TestSupport
import Testing

@testable import Postgres

@Suite("Postgres pool")
struct PostgresPoolTests {
    @Test func `it opens no more connections than its size, and all callers are served`() async throws {
        let database = try await ScratchDatabase.make()
        var configuration = database.configuration
        configuration.poolSize = 3
        try await database.withPool(configuration) { pool in
            let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                for n in 0..<200 { group.addTask { try await pool.query("select \(n)", timeout: .seconds(20)).only[0] } }
                return try await group.reduce(0, +)
            }
            #expect(sum == 199 * 100)
            #expect(pool.statistics.open <= 3)
            #expect(pool.statistics.connects <= 3)
            let sessions = try await database.sqlAsSuperuser("select count(*) from pg_stat_activity where usename = '\(database.user)'")
            #expect(Int(sessions) == pool.statistics.open)
        }
    }

    @Test func `who waits past the deadline is told that the pool is exhausted`() async throws {
        let database = try await ScratchDatabase.make()
        var configuration = database.configuration
        configuration.poolSize = 1
        try await database.withPool(configuration) { pool in
            try await pool.withTransaction(timeout: .seconds(10)) { transaction in
                try await transaction.query("select 1")
                let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1", timeout: .milliseconds(30)) }
                #expect(error?.kind == .poolExhausted)
                #expect(error?.isUnavailable == true)
                #expect(pool.statistics.waiting == 0)
            }
            #expect(try await pool.query("select 1", timeout: .seconds(5)).only[0] == 1)
        }
    }

    @Test func `past the bound of waiters a caller is refused at once`() async throws {
        let database = try await ScratchDatabase.make()
        var configuration = database.configuration
        configuration.poolSize = 1
        configuration.waitersMax = 2
        try await database.withPool(configuration) { pool in
            try await pool.withTransaction(timeout: .seconds(10)) { transaction in
                try await transaction.query("select 1")
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<2 { group.addTask { _ = try? await pool.query("select 1", timeout: .milliseconds(200)) } }
                    #expect(try await TestLoop.eventually(on: pool.loop) { pool.statistics.waiting == 2 })
                    let start = ContinuousClock.now
                    let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1", timeout: .seconds(5)) }
                    #expect(error?.kind == .poolExhausted)
                    #expect(ContinuousClock.now - start < .milliseconds(100))
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test func `a cancelled waiter leaves the queue, and its turn goes to the next`() async throws {
        let database = try await ScratchDatabase.make()
        var configuration = database.configuration
        configuration.poolSize = 1
        try await database.withPool(configuration) { pool in
            let outcomes = try await pool.withTransaction(timeout: .seconds(10)) { transaction in
                try await transaction.query("select 1")
                let cancelled = pool.loop.spawn { _ = try? await pool.query("select 1", timeout: .seconds(10)) }
                #expect(try await TestLoop.eventually(on: pool.loop) { pool.statistics.waiting == 1 })
                cancelled.cancel()
                await cancelled.value
                return pool.statistics.waiting
            }
            #expect(outcomes == 0)
            #expect(try await pool.query("select 2", timeout: .seconds(5)).only[0] == 2)
        }
    }

    @Test func `a statement past its deadline ends as such, and the connection lives on`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            try await pool.connect(timeout: .seconds(5))
            let error = await #expect(throws: PostgresError.self) {
                try await pool.query("select pg_sleep(30)", timeout: .milliseconds(100))
            }
            #expect(error?.kind == .deadlineExceeded)
            try await pool.connect(timeout: .seconds(5))
            #expect(pool.statistics.connects == 1)
        }
    }

    @Test func `the deadline bounds all statements of a transaction together`() async throws {
        let database = try await ScratchDatabase.make()
        try await database.withPool { pool in
            try await pool.connect(timeout: .seconds(5))
            let start = ContinuousClock.now
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction(timeout: .milliseconds(300)) { transaction in
                    for _ in 0..<10 { try await transaction.query("select pg_sleep(0.2)") }
                }
            }
            #expect(error?.kind == .deadlineExceeded)
            #expect(ContinuousClock.now - start < .seconds(2))
            #expect(try await Self.eventuallyNoSleeper(database, pool.loop))
        }
    }

    @Test func `cancelling a task frees its connection and stops its statement on the server`() async throws {
        let database = try await ScratchDatabase.make()
        var configuration = database.configuration
        configuration.poolSize = 1
        try await database.withPool(configuration) { pool in
            try await pool.connect(timeout: .seconds(5))
            let task = pool.loop.spawn {
                await #expect(throws: CancellationError.self) {
                    try await pool.withTransaction(timeout: .seconds(60)) { try await $0.query("select pg_sleep(60)") }
                }
            }
            #expect(try await TestLoop.eventually(on: pool.loop) { pool.openConnections.values.contains { $0.exchange != nil } })
            task.cancel()
            await task.value
            #expect(try await pool.query("select 1", timeout: .seconds(5)).only[0] == 1)
            #expect(try await Self.eventuallyNoSleeper(database, pool.loop))
        }
    }

    @Test func `cancelling a task whose statement is nearly done keeps the connection`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            try await pool.connect(timeout: .seconds(5))
            let task = pool.loop.spawn {
                _ = try? await pool.withTransaction(timeout: .seconds(5)) { try await $0.query("select pg_sleep(0.02)") }
            }
            #expect(try await TestLoop.eventually(on: pool.loop) { pool.openConnections.values.contains { $0.exchange != nil } })
            task.cancel()
            await task.value
            #expect(try await pool.query("select 1", timeout: .seconds(5)).only[0] == 1)
            #expect(pool.statistics.connects == 1)
        }
    }

    @Test func `a drained pool lets work finish, then refuses`() async throws {
        let database = try await ScratchDatabase.make()
        let configuration = database.configuration
        try await TestLoop.run { loop in
            let pool = PostgresPool(configuration: configuration, loop: loop)
            try await pool.connect(timeout: .seconds(5))
            let work = loop.spawn { _ = try? await pool.query("select pg_sleep(1)", timeout: .seconds(5)) }
            #expect(try await TestLoop.eventually(on: loop) { pool.statistics.idle == 0 })
            await pool.drain(grace: .seconds(5))
            await work.value
            #expect(pool.statistics.open == 0)
            let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1", timeout: .seconds(1)) }
            #expect(error?.kind == .poolClosed)
        }
    }

    @Test(arguments: ["127.0.0.1", "no-such-host.invalid"])
    func `an unreachable database is one sentence and exit code 69`(host: String) async throws {
        try await TestLoop.run { loop in
            let address = PostgresAddress(host: host, port: 1)
            let pool = PostgresPool(
                configuration: PostgresConfiguration(address: address, database: "x", user: "x", password: "secret"), loop: loop)
            let error = await #expect(throws: StartError.self) { try await pool.connect(timeout: .seconds(5)) }
            #expect(error?.exitCode == 69)
            #expect(error?.sentence.hasPrefix("The database at \(address) cannot be used: ") == true)
            #expect(error?.sentence.contains("secret") == false)
            await pool.drain(grace: .seconds(1))
        }
    }

    @Test func `a wrong password is refused within the caller's deadline`() async throws {
        let database = try await ScratchDatabase.make()
        var configuration = database.configuration
        configuration.password = Secret(Array("wrong".utf8))
        try await database.withPool(configuration) { pool in
            let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1", timeout: .seconds(5)) }
            #expect(error?.kind == .notConnected)
            #expect(error?.isUnavailable == true)
        }
    }

    @Test func `it connects by name and by socket`() async throws {
        let database = try await ScratchDatabase.make()
        var byName = database.configuration
        byName.address.host = "localhost"
        try await database.withPool(byName) { pool in try await pool.connect(timeout: .seconds(5)) }
        guard let directory = database.cluster.socketDirectory else { return }
        var bySocket = database.configuration
        bySocket.address.host = directory
        try await database.withPool(bySocket) { pool in try await pool.connect(timeout: .seconds(5)) }
    }

    private static func eventuallyNoSleeper(_ database: ScratchDatabase, _ loop: EventLoop) async throws -> Bool {
        try await TestLoop.eventually(on: loop) {
            let question =
                "select count(*) from pg_stat_activity where usename = '\(database.user)' and query like '%pg_sleep%' and state = 'active'"
            return try await database.sqlAsSuperuser(question) == "0"
        }
    }
}
