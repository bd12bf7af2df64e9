import EventLoop
import Glibc
import Messages
import Operations
import RPC
import Secrets
import Stubs
import Synchronization

/// One life of a service in this process: parts made, port open, until a signal; then drained and stopped.
struct ServiceRun<Service: HostedService> {
    private let configuration: Service.Configuration
    private let host: HostConfiguration
    private let clock: ServiceClock

    init(_ service: Service.Type, _ configuration: Service.Configuration, _ host: HostConfiguration, _ clock: ServiceClock) {
        self.configuration = configuration
        self.host = host
        self.clock = clock
    }

    /// Serves until SIGTERM or SIGINT. Throws a `StartError` when it cannot begin.
    func untilSignal() throws {
        let writer = LogWriter()
        let log = Log(service: Service.name, level: host.logLevel, format: host.logFormat, sink: writer)
        defer { writer.flush(within: .seconds(2)) }
        let metrics = Metrics()
        ProcessMetrics.register(in: metrics)
        metrics.sampledCounter("stratum_log_lines_dropped_total", "Log lines lost because their reader was too slow.") {
            Double(writer.droppedLines)
        }
        let threads = try startLoops()
        let result = LoopAwait.run(on: threads[0].loop) {
            try await serve(loops: threads.map(\.loop), log: log, metrics: metrics)
        }
        for thread in threads { thread.loop.stop() }
        for thread in threads { thread.join() }
        try result.get()
    }

    private func startLoops() throws -> [LoopThread] {
        do {
            return try (0..<host.loops).map { try EventLoop(name: "\(Service.name)-\($0)").start() }
        } catch {
            throw StartError.unavailable("No loop can be started: \(error).")
        }
    }

    private func serve(loops: [EventLoop], log: Log, metrics: Metrics) async throws {
        let trustedKeys = TrustedKeys(serviceKeys: try serviceKeys())
        let credentials = try ServiceCredentials(service: Service.name, signingKey: host.signingKey, clock: clock)
        let context = HostContext(
            loops: loops, log: log, metrics: metrics, clock: clock, credentials: credentials, trustedKeys: trustedKeys)
        let service = try await Service.make(configuration, host: context)
        let fetcher = host.identityAddress.map { address in
            IdentityKeysFetcher(identity: context.client(at: address), trustedKeys: trustedKeys, loop: loops[0], log: log)
        }
        fetcher?.start()
        let health = HealthRegistry(services: service.rpcServices.map { type(of: $0).descriptor.fullName })
        let server = makeServer(service, health: health, context: context)
        let admin = try AdminEndpoint(address: host.adminListenAddress, metrics: metrics) {
            health.status(of: "") == .serving && service.isReady
        }
        try await service.start()
        let port = try await open(server)
        log.info("listening", [.address: .string("\(host.listenAddress.host):\(port)"), .count: .int(loops.count)])
        let readiness = loops[0].spawn("readiness") {
            // Without identity's keys no caller could be told from another.
            await fetcher?.firstFetch()
            guard !Task.isCancelled else { return }
            health.set(isServing: true)
            log.info("serving")
        }
        let signal = await Self.nextSignal()
        readiness.cancel()
        log.info("draining", [.signal: .int(signal)])
        health.set(isServing: false)
        health.endWatches()
        await server.drain(grace: host.drainTimeout)
        await service.stop()
        fetcher?.stop()
        admin.stop()
        log.info("stopped")
    }

    private func serviceKeys() throws(StartError) -> [VerifyingKey] {
        guard let file = host.serviceKeys else { return [] }
        do {
            return try VerifyingKey.services(keyFile: file.reveal())
        } catch {
            throw .configuration("STRATUM_\(Service.name.uppercased())_SERVICE_KEYS_FILE names no usable keys: \(error).")
        }
    }

    private func makeServer(_ service: Service, health: HealthRegistry, context: HostContext) -> RPCServer {
        let standard = [HealthHandlers.descriptor, ReflectionHandlers.descriptor, ReflectionAlphaHandlers.descriptor]
        let descriptors = service.rpcServices.map { type(of: $0).descriptor } + standard
        let index = ReflectionIndex(services: descriptors.map(\.fullName).sorted())
        let services: [any RPCService] =
            service.rpcServices
            + [HealthHandlers(registry: health), ReflectionHandlers(index: index), ReflectionAlphaHandlers(index: index)]
        var table = MethodTable()
        for service in services { service.register(in: &table) }
        var configuration = RPCServerConfiguration(address: host.listenAddress.description)
        configuration.maximumRunningHandlers = host.runningCallsMax
        return RPCServer(
            configuration: configuration, loops: context.loops, services: services,
            interceptors: [
                ObservationInterceptor(methods: table.methods, metrics: context.metrics, log: context.log),
                AccessInterceptor(
                    verifiers: LoopLocal(context.loops) { TokenVerifier(trustedKeys: context.trustedKeys, clock: clock, loop: $0) }),
            ])
    }

    private func open(_ server: RPCServer) async throws -> UInt16 {
        do {
            return try await server.start()
        } catch {
            throw StartError.unavailable("\(host.listenAddress) cannot be listened on: \(error).")
        }
    }

    private static func nextSignal() async -> Int32 {
        await withCheckedContinuation { continuation in
            Lifecycle.watch { continuation.resume(returning: $0) }
        }
    }
}
