import Host
import HTTPServer
import Operations
import RPC
import Synchronization

/// The outside world on one machine: the platforms' faces over HTTP/1.1, and the calls that steer them.
final class SandboxService: HostedService {
    static let name = "sandbox"
    static let summary = "plays the ad platforms on one machine, strictly after their contracts, and can be told to fail."
    static let defaultPort: UInt16 = 7491
    static let usesIdentity = false

    let world: SandboxWorld
    private let configuration: SandboxConfiguration
    private let log: Log
    private let server = Mutex<HTTPServer?>(nil)

    private init(_ configuration: SandboxConfiguration, world: SandboxWorld, log: Log) {
        self.configuration = configuration
        self.world = world
        self.log = log
    }

    static func configuration(from environment: Environment) throws(StartError) -> SandboxConfiguration {
        try SandboxConfiguration(environment)
    }

    static func make(_ configuration: SandboxConfiguration, host: HostContext) async throws -> SandboxService {
        var ledger = ReceivedLedger(eventsMax: configuration.ledgerEventsMax, bodyBytesMax: configuration.ledgerBodyBytesMax)
        var file: LedgerFile?
        if let path = configuration.ledgerFile {
            do {
                let opened = try LedgerFile(path: path)
                try opened.read { ledger.take($0) }
                file = opened
            } catch {
                throw StartError.unavailable("STRATUM_SANDBOX_LEDGER_FILE cannot be used: \(error).")
            }
        }
        let clock = host.clock
        let world = SandboxWorld(
            meta: MetaFace(pixels: configuration.pixels), ledger: ledger, file: file, now: { clock.unixNanoseconds() })
        register(world, in: host.metrics)
        return SandboxService(configuration, world: world, log: host.log)
    }

    private static func register(_ world: SandboxWorld, in metrics: Metrics) {
        metrics.sampledCounter("stratum_sandbox_requests_total", "Requests to the sandbox's platforms.") {
            Double(SandboxPlatform.allCases.reduce(0) { $0 + world.totals(at: $1).requests })
        }
        metrics.sampledCounter("stratum_sandbox_events_total", "Events that the sandbox's platforms took, repeats included.") {
            Double(SandboxPlatform.allCases.reduce(0) { $0 + world.totals(at: $1).events })
        }
    }

    var rpcServices: [any RPCService] { [SandboxControl(world: world)] }

    func start() async throws {
        let address = configuration.httpAddress
        let settings = HTTPServerConfiguration(
            address: address.host, port: address.port, threads: configuration.threads, bodyBytesMax: configuration.bodyBytesMax,
            connectionMemoryBytes: 256 << 10)
        do {
            let world = world
            let server = try HTTPServer(settings) { world.answer($0) }
            log.info("platforms listening", [.address: .string("\(address.host):\(server.port)")])
            self.server.withLock { $0 = server }
        } catch {
            let why = error.isAddressInUse ? "another process listens there" : "\(error)"
            throw StartError.unavailable("STRATUM_SANDBOX_HTTP_LISTEN_ADDRESS \(address) cannot be listened on: \(why).")
        }
    }

    func stop() async {
        server.withLock { server in
            server?.stop()
            server = nil
        }
    }
}
