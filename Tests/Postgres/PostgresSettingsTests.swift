import Operations
import Testing

@testable import Postgres

@Suite("Postgres settings")
struct PostgresSettingsTests {
    @Test func `without settings it is the local stack, with three roles named after the service`() throws {
        let settings = try PostgresSettings(Environment([:], service: "events"), loops: 2)
        #expect(settings.everyday.address == PostgresAddress(host: "127.0.0.1", port: 7432))
        #expect(settings.everyday.database == "stratum")
        #expect([settings.everyday, settings.worker, settings.owner].map(\.user) == ["events", "events_worker", "events_owner"])
        #expect(settings.everyday.poolSize == 4)
    }

    @Test func `connections are divided over the loops, and every pool has one`() throws {
        let environment = Environment(["STRATUM_EVENTS_DATABASE_CONNECTIONS": "3"], service: "events")
        #expect(try PostgresSettings(environment, loops: 8).everyday.poolSize == 1)
    }

    @Test func `the direct address is for what a pooler would not pass on`() throws {
        let environment = Environment(
            ["STRATUM_EVENTS_DATABASE_ADDRESS": "bouncer:6432", "STRATUM_EVENTS_DATABASE_DIRECT_ADDRESS": "/run/postgresql:7432"],
            service: "events")
        let configuration = try PostgresSettings(environment, loops: 1).everyday
        #expect(configuration.address == PostgresAddress(host: "bouncer", port: 6432))
        #expect(configuration.direct.address == PostgresAddress(host: "/run/postgresql", port: 7432))
    }

    @Test(arguments: [
        ["STRATUM_EVENTS_DATABASE_ADDRESS": "host:port"], ["STRATUM_EVENTS_DATABASE_TLS": "maybe"],
        ["STRATUM_EVENTS_DATABASE_WORKER_PASSWORD_FILE": "/nowhere"], ["STRATUM_EVENTS_DATABASE_CONNECTIONS": "0"],
    ])
    func `a bad setting is named`(values: [String: String]) {
        let error = #expect(throws: StartError.self) { try PostgresSettings(Environment(values, service: "events"), loops: 1) }
        #expect(error?.sentence.contains(values.keys.first ?? "?") == true)
        #expect(error?.exitCode == 64)
    }
}
