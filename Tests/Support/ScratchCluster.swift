import Foundation
import Glibc

/// A private PostgreSQL cluster under /tmp, reached by a socket and by a port of loopback; gone when this process is, however it ends.
///
/// *Owns* its directory and its server. A watchdog outside this process holds one end of a socket pair, of which only this process holds the other:
/// when that closes, the watchdog stops the server and removes the directory. Invoked by root, the server runs as `postgres`.
package final class ScratchCluster: Sendable {
    /// A host name, an address, or the directory of the socket.
    package let host: String
    package let port: Int
    /// The directory of the server's Unix socket; nil for a cluster that was given from outside.
    package let socketDirectory: String?
    package let superuser: String
    package let superuserPassword: String

    private let directory: String?
    private static let binaries = "/usr/lib/postgresql/15/bin"

    /// The cluster of this test process, started by whoever asks first; the one that STRATUM_TEST_DATABASE_HOST, _PORT, _USER and _PASSWORD
    /// name (a superuser) when they are set.
    package static func shared() async throws -> ScratchCluster {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: common) }
        }
    }

    private static let common = Result {
        let environment = ProcessInfo.processInfo.environment
        guard let host = environment["STRATUM_TEST_DATABASE_HOST"] else { return try ScratchCluster() }
        return ScratchCluster(
            host: host, port: environment["STRATUM_TEST_DATABASE_PORT"].flatMap { Int($0) } ?? 5432,
            superuser: environment["STRATUM_TEST_DATABASE_USER"] ?? "postgres",
            password: environment["STRATUM_TEST_DATABASE_PASSWORD"] ?? "")
    }

    /// A cluster of the caller's own, to be stopped and started as its test likes.
    package static func make() async throws -> ScratchCluster {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try ScratchCluster() }) }
        }
    }

    private init(host: String, port: Int, superuser: String, password: String) {
        self.host = host
        self.port = port
        self.superuser = superuser
        superuserPassword = password
        socketDirectory = nil
        directory = nil
    }

    private init() throws {
        let directory = try Self.makeDirectory()
        self.directory = directory
        socketDirectory = directory
        host = "127.0.0.1"
        port = try Self.freePort()
        superuser = "postgres"
        superuserPassword = UUID().uuidString
        try Self.startWatchdog(of: directory)
        let passwordFile = "\(directory)/superuser-password"
        try superuserPassword.write(toFile: passwordFile, atomically: false, encoding: .utf8)
        if geteuid() == 0 {
            for path in [directory, passwordFile] { try Command("/bin/chown", ["postgres:postgres", path]).runBlocking() }
        }
        try Self.asServer(
            "initdb",
            [
                "--pgdata=\(directory)/data", "--username=postgres", "--pwfile=\(passwordFile)", "--auth=scram-sha-256", "--encoding=UTF8",
                "--locale=C.UTF-8", "--no-sync",
            ]
        ).runBlocking()
        try startCommand.runBlocking()
    }

    // MARK: Stopping and starting

    /// How a cluster is stopped.
    package enum StopMode: String, Sendable {
        /// Ends sessions, then writes a checkpoint.
        case fast
        /// As a crash: the next start replays the log.
        case immediate
    }

    package func stop(_ mode: StopMode) async throws {
        try await Self.asServer("pg_ctl", ["--pgdata=\(dataDirectory)", "--mode=\(mode.rawValue)", "stop"]).run()
    }

    package func start() async throws {
        try await startCommand.run()
    }

    /// Where the server keeps its files; belongs to the user it runs as.
    package var dataDirectory: String {
        precondition(directory != nil, "a cluster given from outside is not stopped or started")
        return "\(directory ?? "")/data"
    }

    private var startCommand: Command {
        let settings = [
            "listen_addresses=127.0.0.1", "port=\(port)", "unix_socket_directories=\(directory ?? "")", "max_connections=300",
            "shared_buffers=128MB", "max_wal_size=2GB", "timezone=UTC", "log_min_messages=warning",
        ]
        let options = settings.map { "-c \($0)" }.joined(separator: " ")
        return Self.asServer(
            "pg_ctl",
            ["--pgdata=\(dataDirectory)", "--log=\(directory ?? "")/log", "--options=\(options)", "--timeout=60", "--wait", "start"])
    }

    // MARK: Statements

    /// Runs statements by psql as the superuser, and returns the rows, columns separated by `|`.
    @discardableResult
    package func sql(_ text: String, database: String = "postgres") async throws -> String {
        let arguments = [
            "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", "--host=\(host)", "--port=\(port)",
            "--username=\(superuser)", "--dbname=\(database)",
        ]
        return try await Command(
            "\(Self.binaries)/psql", arguments, environment: ["PGPASSWORD": superuserPassword, "PGCONNECT_TIMEOUT": "10"], input: text
        ).run().trimmingCharacters(in: .whitespacesAndNewlines)
    }

    // MARK: Making one

    /// A program of the server, run as who the server runs as: it refuses to be root.
    package static func asServer(_ name: String, _ arguments: [String]) -> Command {
        let program = name.hasPrefix("/") ? name : "\(binaries)/\(name)"
        guard geteuid() == 0 else { return Command(program, arguments) }
        return Command("/usr/sbin/runuser", ["--user", "postgres", "--", program] + arguments)
    }

    /// Below /tmp whatever TMPDIR says: a socket's path has 107 bytes at most, and `postgres` must be able to pass.
    package static func makeDirectory() throws -> String {
        var template = Array("/tmp/stratum-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Command.Failure(program: "mkdtemp", status: errno, output: "") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A port of loopback that was free a moment ago.
    package static func freePort() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let answer = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard answer else { throw Command.Failure(program: "bind", status: errno, output: "") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Our end is never closed here: it closes with this process.
    private static func startWatchdog(of directory: String) throws {
        let (_, far) = try Command.makeSocketPair()
        defer { close(far) }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        let stop = asServer("pg_ctl", ["--pgdata=\(directory)/data", "--mode=immediate", "stop"])
        let words = ([stop.program] + stop.arguments).map { "'\($0)'" }.joined(separator: " ")
        // In a session of its own, so that an interrupt at the terminal does not end it before its work is done.
        let script = "cat; \(words); rm -rf '\(directory)'"
        _ = try Command("/usr/bin/setsid", ["/bin/sh", "-c", script]).spawn(input: far, output: null, errors: null)
    }
}
