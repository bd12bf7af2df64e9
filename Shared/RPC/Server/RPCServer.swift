package import EventLoop
package import HTTP2
package import Messages

/// Serves calls on one port: a listener on each loop, the same services on all of them.
package final class RPCServer: Sendable {
    private let configuration: RPCServerConfiguration
    private let loops: [EventLoop]
    private let servers: [LoopServer]
    /// The methods of all services, in the order in which services were given and methods registered.
    package let methods: [MethodDescriptor]

    /// Takes the services' methods. The loops run already, and go on after the server.
    package init(
        configuration: RPCServerConfiguration, loops: [EventLoop], services: [any RPCService], interceptors: [any ServerInterceptor] = []
    ) {
        precondition(!loops.isEmpty, "a server needs a loop")
        self.configuration = configuration
        self.loops = loops
        var table = MethodTable()
        for service in services { service.register(in: &table) }
        for (index, entry) in table.entries.enumerated() { entry.index = index }
        methods = table.methods
        let lookup = MethodLookup(table.entries)
        servers = loops.map {
            LoopServer(loop: $0, methods: lookup, interceptors: interceptors, configuration: configuration, loops: loops.count)
        }
    }

    /// Opens the port on every loop. Throws `HTTP2Error` when the address is wrong or taken.
    /// Returns the port, which is the one asked for unless that was 0.
    @discardableResult
    package func start() async throws(HTTP2Error) -> UInt16 {
        let descriptors = try ListeningSocket.open(try Endpoint(configuration.address), count: loops.count)
        let port = ListeningSocket.address(of: descriptors[0])?.port ?? 0
        for (server, descriptor) in zip(servers, descriptors) {
            let result: Result<Void, HTTP2Error> = await withCheckedContinuation { continuation in
                server.loop.execute { continuation.resume(returning: server.listen(descriptor)) }
            }
            try result.get()
        }
        return port
    }

    /// Ends without losing a call: no more connections, GOAWAY on each, running calls finish for at most `grace`, the rest is cut.
    package func drain(grace: Duration) async {
        await withTaskGroup { group in
            for server in servers {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        server.loop.execute { server.drain(grace: grace) { continuation.resume() } }
                    }
                }
            }
        }
    }

    /// Handlers that run now, on all loops.
    package func runningHandlers() async -> Int {
        var count = 0
        for server in servers {
            count += await withCheckedContinuation { continuation in
                server.loop.execute { continuation.resume(returning: server.running) }
            }
        }
        return count
    }
}

extension LoopServer {
    fileprivate func listen(_ descriptor: Int32) -> Result<Void, HTTP2Error> {
        do throws(HTTP2Error) {
            listener = try HTTP2Listener(descriptor: descriptor, loop: loop, configuration: configuration.connections, delegate: self)
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    /// Calls `done` once: when the last connection is closed, at `grace` at the latest.
    fileprivate func drain(grace: Duration, _ done: @escaping () -> Void) {
        guard let listener else { return done() }
        self.listener = nil
        let timer = loop.schedule(after: grace) { listener.close() }
        listener.drain { [self] in
            timer.cancel()
            workers.close()
            done()
        }
    }
}
