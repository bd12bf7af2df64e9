import EventLoop
import HTTP2
import Messages
import Testing

@testable import RPC

/// A server and a client of it on loopback, each with its own loop.
struct Stage {
    let service: ProbeService
    let server: RPCServer
    let client: RPCClient
    let port: UInt16
    let serverLoop: EventLoop
    let clientLoop: EventLoop

    /// Runs `body` between a start and a whole clean-up.
    static func run(
        server configure: (inout RPCServerConfiguration) -> Void = { _ in },
        client configureClient: (inout RPCClientConfiguration) -> Void = { _ in },
        interceptors: [any ServerInterceptor] = [], credentials: (any CallCredentials)? = nil,
        _ body: (Stage) async throws -> Void
    ) async throws {
        let serverThread = try EventLoop(name: "server").start()
        let clientThread = try EventLoop(name: "client").start()
        var configuration = RPCServerConfiguration(address: "127.0.0.1:0")
        configure(&configuration)
        var clientConfiguration = RPCClientConfiguration()
        configureClient(&clientConfiguration)
        let service = ProbeService()
        let server = RPCServer(configuration: configuration, loops: [serverThread.loop], services: [service], interceptors: interceptors)
        let port = try await server.start()
        let client = RPCClient(
            target: "127.0.0.1:\(port)", loops: [clientThread.loop], configuration: clientConfiguration, credentials: credentials)
        let stage = Stage(
            service: service, server: server, client: client, port: port, serverLoop: serverThread.loop, clientLoop: clientThread.loop)
        let result: Result<Void, any Error>
        do { result = .success(try await body(stage)) } catch { result = .failure(error) }
        await client.close(grace: .seconds(1))
        await server.drain(grace: .seconds(1))
        for thread in [serverThread, clientThread] {
            thread.loop.stop()
            thread.join()
        }
        try result.get()
    }

    private init(service: ProbeService, server: RPCServer, client: RPCClient, port: UInt16, serverLoop: EventLoop, clientLoop: EventLoop) {
        self.service = service
        self.server = server
        self.client = client
        self.port = port
        self.serverLoop = serverLoop
        self.clientLoop = clientLoop
    }

    /// Waits until `condition` holds, for ten seconds at most; looks each millisecond on the server's loop.
    func wait(for what: String, until condition: @escaping @Sendable () async -> Bool) async throws {
        for _ in 0..<10_000 {
            if await condition() { return }
            try await clientLoop.sleep(for: .milliseconds(1))
        }
        Issue.record("waited in vain for \(what)")
    }

    /// The error with which `body` ends, which must be an RPCError.
    static func error(_ body: () async throws -> Void) async -> RPCError? {
        do {
            try await body()
            Issue.record("it did not fail")
            return nil
        } catch let error as RPCError {
            return error
        } catch {
            Issue.record("not an RPCError: \(error)")
            return nil
        }
    }
}
