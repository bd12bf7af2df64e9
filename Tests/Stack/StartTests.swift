import Foundation
import Testing
import TestSupport

/// What an operator sees when a service cannot start: one sentence, the right exit code, nothing else.
@Suite("A service that cannot start", .serialized)
struct StartTests {
    private func expectFailure(
        _ service: String, _ arguments: [String] = [], environment: [String: String], code: Int32, naming words: [String]
    ) async throws {
        do {
            try await Command("\(TestStack.executables)/stratum-\(service)", arguments, environment: environment).run()
            Issue.record("stratum-\(service) started")
        } catch let failure as Command.Failure {
            #expect(failure.status == code, "\(failure)")
            #expect(failure.output.split(separator: "\n").count == 1, "\(failure.output)")
            for word in words { #expect(failure.output.contains(word), "\(failure.output) names \(word)") }
            #expect(!failure.output.contains("Fatal error"))
            #expect(!failure.output.contains("Thread 0"))
        }
    }

    @Test func `a missing setting and a wrong one are named, with exit code 64`() async throws {
        let stack = try await TestStack.start()
        var environment = stack.settings(of: "identity")
        environment["STRATUM_IDENTITY_TOKEN_KEYS_FILE"] = ""
        try await expectFailure("identity", environment: environment, code: 64, naming: ["STRATUM_IDENTITY_TOKEN_KEYS_FILE"])
        environment = stack.settings(of: "events")
        environment["STRATUM_EVENTS_LOOPS"] = "many"
        try await expectFailure("events", environment: environment, code: 64, naming: ["STRATUM_EVENTS_LOOPS", "many"])
    }

    @Test func `a port that is taken is named, with exit code 69`() async throws {
        let stack = try await TestStack.start()
        var environment = stack.settings(of: "events")
        environment["STRATUM_EVENTS_ADMIN_LISTEN_ADDRESS"] = "127.0.0.1:0"
        try await expectFailure("events", environment: environment, code: 69, naming: ["127.0.0.1:\(try #require(stack.ports["events"]))"])
    }

    @Test func `a database that cannot be reached ends with 69`() async throws {
        let stack = try await TestStack.start()
        var environment = stack.settings(of: "identity")
        environment["STRATUM_IDENTITY_LISTEN_ADDRESS"] = "127.0.0.1:0"
        environment["STRATUM_IDENTITY_ADMIN_LISTEN_ADDRESS"] = "127.0.0.1:0"
        environment["STRATUM_IDENTITY_DATABASE_ADDRESS"] = "127.0.0.1:\(try FreePorts.take(1)[0])"
        try await expectFailure("identity", environment: environment, code: 69, naming: ["database"])
    }

    @Test func `a schema newer than the executable ends with 64`() async throws {
        let stack = try await TestStack.start()
        try await stack.cluster.sql(
            """
            insert into identity.schema_migrations (number, name, checksum)
            values (9999, 'v9999_made_by_a_later_release.sql', '\\x00')
            """, database: "stratum")
        var environment = stack.settings(of: "identity")
        environment["STRATUM_IDENTITY_LISTEN_ADDRESS"] = "127.0.0.1:0"
        environment["STRATUM_IDENTITY_ADMIN_LISTEN_ADDRESS"] = "127.0.0.1:0"
        try await expectFailure("identity", environment: environment, code: 64, naming: ["9999", "newer"])
    }
}
