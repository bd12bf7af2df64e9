import Foundation
import Testing

@testable import Operations

@Suite("Environment") struct EnvironmentTests {
    private func environment(_ values: [String: String]) -> Environment { Environment(values, service: "events") }

    @Test func `a value that is set wins over the default`() throws {
        let environment = environment(["STRATUM_EVENTS_POOL_SIZE": "7"])
        #expect(try environment.int("STRATUM_EVENTS_POOL_SIZE", default: 4, in: 1...10, "Connections.") == 7)
        #expect(try environment.int("STRATUM_EVENTS_OTHER", default: 4, in: 1...10, "Others.") == 4)
    }

    @Test func `an empty value counts as not set`() throws {
        let environment = environment(["STRATUM_EVENTS_NAME": ""])
        #expect(try environment.string("STRATUM_EVENTS_NAME", default: "x", "A name.") == "x")
        #expect(try environment.optionalString("STRATUM_EVENTS_NAME", "A name.") == nil)
    }

    @Test(arguments: ["0", "11", "seven", "7.5", "99999999999999999999"])
    func `a number outside its limits is one sentence and exit code 64`(text: String) throws {
        let environment = environment(["STRATUM_EVENTS_POOL_SIZE": text])
        let error = #expect(throws: StartError.self) {
            try environment.int("STRATUM_EVENTS_POOL_SIZE", default: 4, in: 1...10, "Connections.")
        }
        #expect(error?.exitCode == 64)
        #expect(error?.sentence == "STRATUM_EVENTS_POOL_SIZE is \"\(text)\": a whole number from 1 to 10 is needed.")
    }

    @Test func `a missing setting names itself`() throws {
        let error = #expect(throws: StartError.self) {
            try environment([:]).address("STRATUM_EVENTS_DATABASE_ADDRESS", default: nil, "PostgreSQL.")
        }
        #expect(error?.sentence == "STRATUM_EVENTS_DATABASE_ADDRESS is not set: an address host:port is needed.")
    }

    @Test(arguments: [
        ("STRATUM_EVENTS_DRAIN_MILLISECONDS", "1500", Duration.milliseconds(1500)),
        ("STRATUM_EVENTS_DRAIN_SECONDS", "15", .seconds(15)), ("STRATUM_EVENTS_DRAIN_MINUTES", "2", .seconds(120)),
        ("STRATUM_EVENTS_DRAIN_HOURS", "1", .seconds(3600)), ("STRATUM_EVENTS_DRAIN_DAYS", "1", .seconds(86_400)),
    ]) func `the unit of a duration stands in its name`(name: String, text: String, expected: Duration) throws {
        let value = try environment([name: text]).duration(name, default: nil, in: .zero ... .seconds(100_000), "How long.")
        #expect(value == expected)
    }

    @Test(arguments: [("1", true), ("true", true), ("ON", true), ("0", false), ("no", false)])
    func `yes and no have several spellings`(text: String, expected: Bool) throws {
        #expect(try environment(["STRATUM_EVENTS_X": text]).bool("STRATUM_EVENTS_X", default: !expected, "A switch.") == expected)
    }

    @Test func `a word outside the list is refused with the list`() throws {
        let environment = environment(["STRATUM_EVENTS_LOG_FORMAT": "xml"])
        let error = #expect(throws: StartError.self) {
            try environment.choice("STRATUM_EVENTS_LOG_FORMAT", default: LogFormat.json, "How log lines look.")
        }
        #expect(error?.sentence == "STRATUM_EVENTS_LOG_FORMAT is \"xml\": one of json, text is needed.")
    }

    @Test(arguments: [
        ("127.0.0.1:7405", "127.0.0.1", 7405), ("[::1]:0", "::1", 0), ("db.internal:65535", "db.internal", 65535),
    ]) func `addresses are read and written alike`(text: String, host: String, port: UInt16) throws {
        let address = try #require(NetworkAddress(text))
        #expect(address == NetworkAddress(host: host, port: port))
        #expect(address.description == text)
    }

    @Test(arguments: ["", ":1", "host", "host:", "host:65536", "::1:80", "[host]:80", "http://host:80", "a b:80", "u@h:80", "host:-1"])
    func `what is no address is refused`(text: String) {
        #expect(NetworkAddress(text) == nil)
    }

    @Test func `every reading is reported and secrets are masked`() throws {
        let path = try temporaryFile("s3cret\n", mode: 0o600)
        let environment = environment(["STRATUM_EVENTS_KEY_FILE": path, "STRATUM_EVENTS_PORT": "9"])
        _ = try environment.int("STRATUM_EVENTS_PORT", default: 1, in: 1...10, "A port.")
        _ = try environment.bool("STRATUM_EVENTS_FAST", default: true, "Speed.")
        let secret = try environment.secret("STRATUM_EVENTS_KEY_FILE", "A key.")
        #expect(secret.revealText() == "s3cret")
        #expect(environment.report.contains("# A port.\nSTRATUM_EVENTS_PORT=9\n"))
        #expect(environment.report.contains("# Speed.\nSTRATUM_EVENTS_FAST=1  # default\n"))
        #expect(environment.report.contains("STRATUM_EVENTS_KEY_FILE=\(path)"))
        #expect(!environment.report.contains("s3cret"))
        #expect(!"\(secret)".contains("s3cret") && !String(reflecting: secret).contains("s3cret"))
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("115"))
    }

    @Test func `a masked setting does not show its value`() {
        let setting = Setting(name: "A", meaning: "B", value: "visible", isDefault: false, isSecret: true)
        #expect(setting.line == "A=********")
    }

    @Test func `a misspelt name is found and the right one suggested`() throws {
        let environment = environment([
            "STRATUM_EVENTS_LISTEN_ADRESS": "x", "STRATUM_EVENTS_ZZZ": "x", "STRATUM_EVENT_LISTEN_ADDRESS": "x",
            "STRATUM_IDENTITY_LISTEN_ADDRESS": "x", "HOME": "/",
        ])
        _ = try environment.address("STRATUM_EVENTS_LISTEN_ADDRESS", default: NetworkAddress("127.0.0.1:7405"), "Where to listen.")
        #expect(
            environment.unknownSettings == [
                UnknownSetting(name: "STRATUM_EVENTS_LISTEN_ADRESS", suggestion: "STRATUM_EVENTS_LISTEN_ADDRESS"),
                UnknownSetting(name: "STRATUM_EVENTS_ZZZ", suggestion: nil),
                UnknownSetting(name: "STRATUM_EVENT_LISTEN_ADDRESS", suggestion: "STRATUM_EVENTS_LISTEN_ADDRESS"),
            ])
    }

    @Test func `a secret file that anyone may write is refused, one that anyone may read is warned about`() throws {
        let name = "STRATUM_EVENTS_KEY_FILE"
        let open = environment([name: try temporaryFile("k", mode: 0o666)])
        #expect(throws: StartError.self) { try open.secret(name, "A key.") }
        let readable = environment([name: try temporaryFile("k", mode: 0o644)])
        _ = try readable.secret(name, "A key.")
        #expect(readable.warnings.count == 1)
    }

    @Test(arguments: ["/nonexistent/key", "/tmp", ""]) func `a secret that cannot be read is a start error`(path: String) {
        let error = #expect(throws: StartError.self) {
            try environment(["STRATUM_EVENTS_KEY_FILE": path]).secret("STRATUM_EVENTS_KEY_FILE", "A key.")
        }
        #expect(error?.sentence.hasPrefix("STRATUM_EVENTS_KEY_FILE ") == true)
    }

    @Test func `an empty or endless secret file is refused`() throws {
        for text in ["", "\n", String(repeating: "k", count: 70_000)] {
            let environment = environment(["STRATUM_EVENTS_KEY_FILE": try temporaryFile(text, mode: 0o600)])
            #expect(throws: StartError.self) { try environment.secret("STRATUM_EVENTS_KEY_FILE", "A key.") }
        }
    }

    @Test func `the command line chooses what to do`() throws {
        #expect(try LaunchMode(arguments: []) == .run)
        #expect(try LaunchMode(arguments: ["--check-config"]) == .checkConfiguration)
        #expect(try LaunchMode(arguments: ["--print-config"]) == .printConfiguration)
        #expect(try LaunchMode(arguments: ["-h"]) == .help)
        let error = #expect(throws: StartError.self) { try LaunchMode(arguments: ["--chek-config"]) }
        #expect(error?.sentence == "--chek-config is no option; did you mean --check-config?")
    }

    private func temporaryFile(_ text: String, mode: mode_t) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("stratum-\(UUID())").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(chmod(path, mode) == 0)
        return path
    }
}
