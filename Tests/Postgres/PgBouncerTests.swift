import EventLoop
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Postgres

@Suite("Behind PgBouncer in transaction mode", .enabled(if: PgBouncer.program != nil, "pgbouncer is not installed"))
struct PgBouncerTests {
    @Test func `transactions, tenants and deadlines keep to themselves on sessions that others share`() async throws {
        let database = try await ScratchDatabase.make()
        let bouncer = try await PgBouncer.start(before: database)
        defer { bouncer.stop() }
        var configuration = database.configuration
        configuration.address = PostgresAddress(host: "127.0.0.1", port: bouncer.port)
        configuration.directAddress = database.configuration.address
        configuration.preparesStatements = false
        configuration.poolSize = 8
        try await database.withPool(configuration) { pool in
            #expect(try await TestLoop.eventually(on: pool.loop) { (try? await pool.connect(timeout: .seconds(1))) != nil })
            let scope: SQL = "select current_setting('stratum.tenant_ids', true), current_setting('statement_timeout')"
            try await withThrowingTaskGroup(of: Void.self) { group in
                for n in 0..<200 {
                    group.addTask {
                        let tenant = UUID()
                        try await pool.withTransaction(tenants: .tenant(tenant), timeout: .seconds(20)) { transaction in
                            let setting: String = try await transaction.query(scope).only[0]
                            let number: Int = try await transaction.query("select \(n)").only[0]
                            #expect(setting == "{\(tenant.uuidString)}")
                            #expect(number == n)
                        }
                        #expect(try await pool.query(scope, timeout: .seconds(20)).only[0] == "")
                    }
                }
                try await group.waitForAll()
            }
            let sessions = try await database.sqlAsSuperuser("select count(*) from pg_stat_activity where usename = '\(database.user)'")
            #expect(Int(sessions) ?? 99 <= 2)

            let heard = Notices()
            let listener = PostgresListener(configuration: pool.configuration, loop: pool.loop, channels: ["jobs"], onNotice: heard.add)
            listener.start()
            #expect(try await TestLoop.eventually(on: pool.loop) { heard.all == [.listening] })
            try await pool.execute("notify jobs, 'x'", timeout: .seconds(5))
            #expect(try await TestLoop.eventually(on: pool.loop) { heard.all.last == .notified(channel: "jobs", payload: "x") })
            listener.stop()

            let late = await #expect(throws: PostgresError.self) {
                try await pool.query("select pg_sleep(20)", timeout: .milliseconds(200))
            }
            #expect(late?.kind == .deadlineExceeded)
            try await pool.connect(timeout: .seconds(5))
        }
    }
}

/// A pooler before one database, with two sessions to share. Ends with `stop`, or with this process.
struct PgBouncer {
    static let program = ["/usr/sbin/pgbouncer", ProcessInfo.processInfo.environment["STRATUM_TEST_PGBOUNCER"]].compactMap { $0 }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    let port: Int
    /// Closing it tells the script that runs the pooler to end it.
    private let lifeline: Int32

    static func start(before database: ScratchDatabase) async throws -> PgBouncer {
        let port = try ScratchCluster.freePort()
        let directory = try ScratchCluster.makeDirectory()
        let users = "\"\(database.user)\" \"\(database.password)\"\n"
        try users.write(toFile: "\(directory)/users", atomically: false, encoding: .utf8)
        let settings = """
            [databases]
            \(database.name) = host=\(database.host) port=\(database.port)
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            auth_type = plain
            auth_file = \(directory)/users
            pool_mode = transaction
            default_pool_size = 2
            unix_socket_dir =
            """
        try settings.write(toFile: "\(directory)/settings", atomically: false, encoding: .utf8)
        if geteuid() == 0 { try await Command("/bin/chown", ["-R", "postgres:postgres", directory]).run() }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        let command = ScratchCluster.asServer(program ?? "", ["\(directory)/settings"])
        let script = "\"$@\" & child=$!; cat; kill $child; rm -rf '\(directory)'"
        let (near, far) = try Command.makeSocketPair()
        defer { close(far) }
        _ = try Command("/bin/bash", ["-c", script, "pgbouncer", command.program] + command.arguments)
            .spawn(input: far, output: null, errors: null)
        return PgBouncer(port: port, lifeline: near)
    }

    func stop() { close(lifeline) }
}

private final class Notices: @unchecked Sendable {
    var all: [PostgresNotice] = []
    func add(_ notice: PostgresNotice) { all.append(notice) }
}
