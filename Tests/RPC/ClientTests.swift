import EventLoop
import HTTP2
import Messages
import Synchronization
import Testing

@testable import RPC

@Suite("Client and its connections", .timeLimit(.minutes(1)))
struct ClientTests {
    typealias Text = ProbeService.Text

    @Test func `nobody listening is unavailable, at once and not at the deadline`() async throws {
        try await Stage.run { stage in
            let client = RPCClient(target: "127.0.0.1:1", loops: [stage.clientLoop])
            let error = await Stage.error { _ = try await client.unary(ProbeService.echo, Text(), timeout: .seconds(50)) }
            #expect(error?.code == .unavailable)
            #expect(error?.message == "cannot connect to 127.0.0.1:1: 127.0.0.1:1: Connection refused")
            await client.close()
        }
    }

    @Test(arguments: ["no port", "no-such-name.invalid:80", ""])
    func `a target that is none is unavailable`(target: String) async throws {
        try await Stage.run { stage in
            let client = RPCClient(target: target, loops: [stage.clientLoop])
            let error = await Stage.error { _ = try await client.unary(ProbeService.echo, Text(), timeout: .seconds(50)) }
            #expect(error?.code == .unavailable)
            await client.close()
        }
    }

    @Test func `a server that comes back is found again`() async throws {
        try await Stage.run(client: { $0.reconnectDelay = .milliseconds(1) }) { stage in
            _ = try await stage.client.unary(ProbeService.echo, Text())
            await stage.server.drain(grace: .seconds(5))
            let gone = await Stage.error { _ = try await stage.client.unary(ProbeService.echo, Text()) }
            #expect(gone?.code == .unavailable)
            let again = RPCServer(
                configuration: RPCServerConfiguration(address: "127.0.0.1:\(stage.port)"), loops: [stage.serverLoop],
                services: [ProbeService()])
            try await again.start()
            try await stage.wait(for: "the server") { (try? await stage.client.unary(ProbeService.echo, Text(value: "x")))?.value == "x" }
            await again.drain(grace: .seconds(1))
        }
    }

    @Test func `a call that waits for ready outlives a server that starts late`() async throws {
        try await Stage.run { stage in
            let port = stage.port
            await stage.server.drain(grace: .seconds(5))
            var configuration = RPCClientConfiguration()
            configuration.waitsForReady = true
            configuration.reconnectDelay = .milliseconds(1)
            let client = RPCClient(target: "127.0.0.1:\(port)", loops: [stage.clientLoop], configuration: configuration)
            async let reply = client.unary(ProbeService.echo, Text(value: "patient"), timeout: .seconds(20))
            let late = RPCServer(
                configuration: RPCServerConfiguration(address: "127.0.0.1:\(port)"), loops: [stage.serverLoop], services: [ProbeService()])
            try await late.start()
            let text = try await reply.value
            #expect(text == "patient")
            await client.close()
            await late.drain(grace: .seconds(1))
        }
    }

    @Test func `a call that the server gives back unseen is sent again once`() async throws {
        try await withRefusing(refusals: 1) { client, refuser in
            let reply = try await client.unary(ProbeService.echo, Text(value: "twice"))
            #expect(reply.value == "twice")
            #expect(refuser.requests == 2)
        }
    }

    @Test func `a call that is given back again and again is unavailable`() async throws {
        try await withRefusing(refusals: .max) { client, refuser in
            let error = await Stage.error { _ = try await client.unary(ProbeService.echo, Text()) }
            #expect(error?.code == .unavailable)
            #expect(refuser.requests == 2)
        }
    }

    @Test func `credentials are asked for each call and sent as authorization`() async throws {
        try await Stage.run(credentials: Token()) { stage in
            let call = try await stage.client.serverStreaming(Method<Text, Text>(ProbeService.echo.descriptor), Text())
            let metadata = try await call.initialMetadata
            #expect(metadata["authorization"] == "Bearer of Echo")
        }
    }

    @Test(arguments: [false, true])
    func `interceptors admit in order, refuse before the handler, and hear of every end in reverse`(atOnce: Bool) async throws {
        let journal = Journal()
        let interceptors = ["a", "b"].map { Gate(name: $0, atOnce: atOnce, journal: journal) }
        try await Stage.run(interceptors: interceptors) { stage in
            _ = try await stage.client.unary(ProbeService.echo, Text())
            let error = await Stage.error { _ = try await stage.client.unary(ProbeService.wait, Text(), metadata: ["x-refuse": "a"]) }
            #expect(error?.code == .permissionDenied)
            #expect(stage.service.journal.notes.isEmpty)
            try await stage.wait(for: "the ends") { journal.notes.count == 7 }
            #expect(
                journal.notes == [
                    "a admits", "b admits", "b: ok", "a: ok", "a refuses", "b: permission_denied", "a: permission_denied",
                ])
        }
    }

    @Test func `a burst of calls taken back disturbs no other`() async throws {
        try await Stage.run { stage in
            let client = stage.client
            // As many as the limit on resets allows at once.
            for round in 0..<19 {
                await withTaskGroup { group in
                    for _ in 0..<100 {
                        group.addTask { _ = try? await client.unary(ProbeService.wait, Text(), timeout: .milliseconds(1)) }
                    }
                    group.addTask {
                        let reply = try? await client.unary(ProbeService.echo, Text(value: "\(round)"))
                        #expect(reply?.value == "\(round)")
                    }
                }
            }
        }
    }

    /// Names the method in its token.
    private struct Token: CallCredentials {
        func authorization(for method: MethodDescriptor) async throws -> String? { "Bearer of \(method.name)" }
    }

    /// Notes what it is asked; refuses calls that name it in `x-refuse`.
    private struct Gate: ServerInterceptor {
        let name: String
        /// Whether it needs to wait for nothing.
        let atOnce: Bool
        let journal: Journal

        func admitAtOnce(_ context: CallContext) throws -> Bool {
            if atOnce { try check(context) }
            return atOnce
        }

        func admit(_ context: CallContext) async throws { try check(context) }

        private func check(_ context: CallContext) throws {
            guard context.metadata["x-refuse"] != name else {
                journal.note("\(name) refuses")
                throw RPCError.permissionDenied("not you")
            }
            journal.note("\(name) admits")
        }

        func ended(_ context: CallContext, _ outcome: CallOutcome) { journal.note("\(name): \(outcome.code)") }
    }

    /// A client of a server that gives back as many requests as told before it answers one.
    private func withRefusing(refusals: Int, _ body: (RPCClient, Refuser) async throws -> Void) async throws {
        let thread = try EventLoop(name: "refuser").start()
        let refuser = Refuser(refusals: refusals)
        let descriptor = try ListeningSocket.open(Endpoint("127.0.0.1:0"), count: 1)[0]
        let port = ListeningSocket.address(of: descriptor)?.port ?? 0
        await withCheckedContinuation { continuation in
            thread.loop.execute {
                refuser.listener = try? HTTP2Listener(
                    descriptor: descriptor, loop: thread.loop, configuration: HTTP2Configuration(), delegate: refuser)
                continuation.resume()
            }
        }
        let client = RPCClient(target: "127.0.0.1:\(port)", loops: [thread.loop])
        let result: Result<Void, any Error>
        do { result = .success(try await body(client, refuser)) } catch { result = .failure(error) }
        await client.close()
        await withCheckedContinuation { continuation in
            thread.loop.execute {
                refuser.listener?.close()
                continuation.resume()
            }
        }
        thread.loop.stop()
        thread.join()
        try result.get()
    }

    private final class Refuser: HTTP2ConnectionDelegate, @unchecked Sendable {
        private let state: Mutex<(requests: Int, refusals: Int)>
        var listener: HTTP2Listener?

        var requests: Int { state.withLock { $0.requests } }

        init(refusals: Int) { state = Mutex((0, refusals)) }

        func connection(_ connection: HTTP2Connection, opened stream: HTTP2Stream, head: HTTP2HeaderBlock) -> any HTTP2StreamHandler {
            let refuses = state.withLock { state in
                state.requests += 1
                return state.requests <= state.refusals
            }
            return Exchange(stream, refuses: refuses)
        }

        private final class Exchange: HTTP2StreamHandler {
            private let stream: HTTP2Stream
            private let refuses: Bool
            private var body: [UInt8] = []

            init(_ stream: HTTP2Stream, refuses: Bool) {
                self.stream = stream
                self.refuses = refuses
            }

            func received(bytes: UnsafeRawBufferPointer) { body += bytes }

            func receivedEnd() {
                if refuses { return stream.reset(.refusedStream) }
                let fields = AnswerFields()
                stream.send(head: fields.head(Metadata()), body: body, trailers: fields.trailers(nil, Metadata()))
            }

            func closed(_ code: HTTP2ErrorCode) {}
        }
    }
}
