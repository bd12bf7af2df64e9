import Foundation
import Glibc
import Secrets
import TestSupport

/// A whole Stratum on ports of its own: a private PostgreSQL, the real executables, a demo tenant connected to the sandbox's Meta.
///
/// *Owns* its processes, its cluster and its directory; all are gone when the test process is.
final class TestStack: Sendable {
    static let services = ["sandbox", "identity", "integrations", "events"]
    /// Whom each service calls.
    private static let peers = ["integrations": ["identity", "events"], "events": ["identity", "integrations"]]
    static let demoPixel = "1234567890123456"

    let cluster: ScratchCluster
    let directory: String
    let ports: [String: Int]
    let processes: [String: ServiceProcess]
    let token: String

    /// Where `swift build` has put the executables: beside the tests.
    static let executables =
        Bundle.main.bundleURL.path.hasSuffix(".xctest")
        ? Bundle.main.bundleURL.deletingLastPathComponent().path : Bundle.main.bundleURL.path

    /// Makes and starts everything; `overrides` are settings that win over the stack's own.
    static func start(overrides: [String: String] = [:]) async throws -> TestStack {
        let stack = try await TestStack(overrides: overrides)
        try await stack.stratum(["database", "prepare"])
        for service in services where service != "sandbox" {
            try await Command("\(executables)/stratum-\(service)", ["migrate"], environment: stack.settings(of: service)).run()
        }
        for service in services { try stack[service].start() }
        for service in services { try await stack.awaitServing(service) }
        try await stack.stratum([
            "tenants", "create", "demo", "--display-name", "Demo shop", "--currency", "GBP", "--credentials",
            "\(stack.directory)/credentials",
        ])
        try await stack.stratum([
            "connections", "connect", "meta", "--pixel-id", demoPixel, "--access-token-file", "\(stack.directory)/meta.token",
        ])
        return stack
    }

    private init(overrides: [String: String]) async throws {
        cluster = try await ScratchCluster.make()
        var template = Array("/tmp/stratum-stack-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Command.Failure(program: "mkdtemp", status: errno, output: "") }
        let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.directory = directory
        token = "EAABtest" + String(UUID().uuidString.filter { $0 != "-" })
        let names = ["sandbox-http", "sandbox-admin"] + Self.services + Self.services.map { "\($0)-admin-port" }
        ports = Dictionary(uniqueKeysWithValues: try zip(names, FreePorts.take(names.count)).map { ($0, $1) })
        try Self.makeSecrets(in: directory, token: token, superuserPassword: cluster.superuserPassword)
        let environment = Self.environment(directory: directory, ports: ports, cluster: cluster, token: token).merging(overrides) { $1 }
        processes = Dictionary(
            uniqueKeysWithValues: Self.services.map { service in
                (
                    service,
                    ServiceProcess(
                        service, program: "\(Self.executables)/stratum-\(service)",
                        environment: Self.settings(of: service, in: environment),
                        logPath: "\(directory)/\(service).log")
                )
            })
    }

    subscript(service: String) -> ServiceProcess {
        guard let process = processes[service] else { preconditionFailure("there is no service \(service)") }
        return process
    }

    /// The settings of one service and no other's: a name that is no setting of its own is a mistake that a service speaks of.
    func settings(of service: String) -> [String: String] {
        Self.settings(of: service, in: environment())
    }

    private static func settings(of service: String, in environment: [String: String]) -> [String: String] {
        environment.filter { $0.key.hasPrefix("STRATUM_\(service.uppercased())_") && $0.key != "STRATUM_\(service.uppercased())_ADDRESS" }
    }

    func environment(_ overrides: [String: String] = [:]) -> [String: String] {
        Self.environment(directory: directory, ports: ports, cluster: cluster, token: token).merging(overrides) { $1 }
    }

    /// Runs the command line; throws when it does not end with 0.
    @discardableResult
    func stratum(_ arguments: [String], environment overrides: [String: String] = [:]) async throws -> String {
        try await Command("\(Self.executables)/stratum", arguments, environment: environment(overrides)).run()
    }

    /// As `stratum`, with `--json`; the lines as JSON objects.
    func stratumJSON(_ arguments: [String]) async throws -> [[String: Any]] {
        try await stratum(arguments + ["--json"]).split(separator: "\n").map { line in
            guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                throw NotInTime(what: "a JSON object", last: String(line))
            }
            return object
        }
    }

    /// Waits until a service answers that it serves.
    func awaitServing(_ service: String) async throws {
        try await eventually("stratum-\(service) serves; its log: \(self[service].log)", within: .seconds(30)) {
            try await Command("\(Self.executables)/stratum-\(service)", ["health"], environment: settings(of: service)).run()
        } is: {
            $0.contains("SERVING")
        }
    }

    // MARK: Settings

    private static func environment(directory: String, ports: [String: Int], cluster: ScratchCluster, token: String) -> [String: String] {
        func address(_ name: String) -> String { "127.0.0.1:\(ports[name] ?? 0)" }
        let database = "\(cluster.host):\(cluster.port)"
        var environment = [
            "STRATUM_DATABASE_ADDRESS": database, "STRATUM_DATABASE_USER": cluster.superuser, "STRATUM_DATABASE_NAME": "stratum",
            "STRATUM_DATABASE_PASSWORD_FILE": "\(directory)/superuser", "STRATUM_DATABASE_PASSWORDS_DIRECTORY": "\(directory)/database",
            "STRATUM_OPERATOR_KEY_FILE": "\(directory)/operator.key", "STRATUM_CREDENTIALS_FILE": "\(directory)/credentials",
            "STRATUM_SANDBOX_HTTP_LISTEN_ADDRESS": address("sandbox-http"),
            "STRATUM_SANDBOX_META_PIXELS": "\(demoPixel):Test pixel:\(token)",
            "STRATUM_SANDBOX_LEDGER_FILE": "\(directory)/ledger",
            "STRATUM_IDENTITY_OPERATOR_KEY_FILE": "\(directory)/operator.key",
            "STRATUM_IDENTITY_API_KEY_HASH_KEYS_FILE": "\(directory)/api-key-hash.keys",
            "STRATUM_IDENTITY_TOKEN_KEYS_FILE": "\(directory)/token.keys",
            "STRATUM_INTEGRATIONS_SEALING_KEYS_FILE": "\(directory)/sealing.keys",
            "STRATUM_INTEGRATIONS_META_BASE_URL": "http://\(address("sandbox-http"))",
            "STRATUM_EVENTS_META_BASE_URL": "http://\(address("sandbox-http"))",
            "STRATUM_SANDBOX_ADDRESS": address("sandbox"),
        ]
        for service in services {
            let prefix = "STRATUM_\(service.uppercased())_"
            environment["STRATUM_\(service.uppercased())_ADDRESS"] = address(service)
            environment[prefix + "LISTEN_ADDRESS"] = address(service)
            environment[prefix + "ADMIN_LISTEN_ADDRESS"] = address("\(service)-admin-port")
            guard service != "sandbox" else { continue }
            environment[prefix + "DATABASE_ADDRESS"] = database
            environment[prefix + "DATABASE_PASSWORD_FILE"] = "\(directory)/database/\(service)"
            environment[prefix + "DATABASE_OWNER_PASSWORD_FILE"] = "\(directory)/database/\(service)_owner"
            environment[prefix + "DATABASE_WORKER_PASSWORD_FILE"] = "\(directory)/database/\(service)_worker"
            environment[prefix + "SIGNING_KEY_FILE"] = "\(directory)/\(service).key"
            environment[prefix + "SERVICE_KEYS_FILE"] = "\(directory)/service.keys"
            for peer in peers[service] ?? [] { environment[prefix + "\(peer.uppercased())_ADDRESS"] = address(peer) }
        }
        return environment
    }

    private static func makeSecrets(in directory: String, token: String, superuserPassword: String) throws {
        func write(_ text: String, _ name: String) throws {
            try text.write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8)
            chmod("\(directory)/\(name)", 0o600)
        }
        try FileManager.default.createDirectory(atPath: "\(directory)/database", withIntermediateDirectories: true)
        var publicLines = ""
        for service in services where service != "sandbox" {
            for role in [service, "\(service)_owner", "\(service)_worker"] { try write(UUID().uuidString, "database/\(role)") }
            let line = SigningKey.randomLine(id: "\(service):1")
            try write(line, "\(service).key")
            publicLines += try SigningKey(keyFile: Array(line.utf8)).publicLine
        }
        try write(publicLines, "service.keys")
        try write(UUID().uuidString, "operator.key")
        try write(SigningKey.randomLine(id: "hash-1"), "api-key-hash.keys")
        try write(SigningKey.randomLine(id: "seal-1"), "sealing.keys")
        try write(SigningKey.randomLine(id: "identity-token-1"), "token.keys")
        try write(token, "meta.token")
        try write(superuserPassword, "superuser")
    }
}
