package import EventLoop
package import HTTP2
package import Messages
import Synchronization

/// Calls one target: a connection per loop, made when it is first needed.
///
/// May be used from any thread. A caller that runs on one of the client's loops stays on it; any other is served by one of them in turn.
/// Everything it throws is an `RPCError`. Close it when it is no longer used.
package final class RPCClient: Sendable {
    /// `host:port` of the target.
    package let target: Endpoint
    private let configuration: RPCClientConfiguration
    private let credentials: (any CallCredentials)?
    private let channels: [ClientChannel]
    private let turn = Atomic<Int>(0)

    /// The loops run already, and go on after the client.
    package init(
        target: Endpoint, loops: [EventLoop], configuration: RPCClientConfiguration = RPCClientConfiguration(),
        credentials: (any CallCredentials)? = nil
    ) {
        precondition(!loops.isEmpty, "a client needs a loop")
        self.target = target
        self.configuration = configuration
        self.credentials = credentials
        channels = loops.map { ClientChannel(loop: $0, endpoint: target, configuration: configuration) }
    }

    /// `target` is `host:port`, a name or an address. Calls to what is neither fail with `unavailable`, as calls to an unknown name do.
    package convenience init(
        target: String, loops: [EventLoop], configuration: RPCClientConfiguration = RPCClientConfiguration(),
        credentials: (any CallCredentials)? = nil
    ) {
        let endpoint = (try? Endpoint(target)) ?? Endpoint(host: target, port: 0)
        self.init(target: endpoint, loops: loops, configuration: configuration, credentials: credentials)
    }

    /// One request, one reply. Without a timeout the configuration's default holds; a call that a handler makes ends no later than its own.
    package func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, metadata: Metadata = Metadata(), timeout: Duration? = nil
    ) async throws -> Response {
        let due = due(timeout)
        let authorization = try await authorization(method.descriptor)
        let call = UnaryClientCall<Response>(
            channel: channel(), path: method.descriptor.path, metadata: metadata, authorization: authorization, due: due)
        let message = Self.packed(request)
        let loop = call.channel.loop
        return try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                loop.onLoop {
                    call.await(continuation)
                    call.send(message, isLast: true)
                    call.begin()
                }
            }
        } onCancel: {
            loop.execute { call.cancel() }
        }
    }

    /// One request, many replies.
    package func serverStreaming<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, metadata: Metadata = Metadata(), timeout: Duration? = nil
    ) async throws -> ResponseStream<Response> {
        let call: StreamingClientCall<Response> = try await streamingCall(method, metadata, timeout)
        let message = Self.packed(request)
        call.channel.loop.onLoop {
            call.send(message, isLast: true)
            call.begin()
        }
        return ResponseStream(CallHandle(call))
    }

    /// Many requests, one reply.
    package func clientStreaming<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, metadata: Metadata = Metadata(), timeout: Duration? = nil
    ) async throws -> ClientStreamingCall<Request, Response> {
        let call: StreamingClientCall<Response> = try await streamingCall(method, metadata, timeout)
        call.channel.loop.onLoop { call.begin() }
        return ClientStreamingCall(CallHandle(call))
    }

    /// Many requests, many replies, in any order.
    package func bidirectionalStreaming<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, metadata: Metadata = Metadata(), timeout: Duration? = nil
    ) async throws -> BidirectionalStreamingCall<Request, Response> {
        let call: StreamingClientCall<Response> = try await streamingCall(method, metadata, timeout)
        call.channel.loop.onLoop { call.begin() }
        return BidirectionalStreamingCall(CallHandle(call))
    }

    /// Lets running calls finish for at most `grace`, refuses others, and closes the connections.
    package func close(grace: Duration = .seconds(5)) async {
        for channel in channels {
            await withCheckedContinuation { continuation in
                channel.loop.onLoop { channel.close(grace: grace) { continuation.resume() } }
            }
        }
    }

    // MARK: Parts of a call

    private func streamingCall<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ metadata: Metadata, _ timeout: Duration?
    ) async throws -> StreamingClientCall<Response> {
        let due = due(timeout)
        let authorization = try await authorization(method.descriptor)
        return StreamingClientCall(
            channel: channel(), path: method.descriptor.path, metadata: metadata, authorization: authorization, due: due)
    }

    /// The caller's own loop, or the next in turn.
    private func channel() -> ClientChannel {
        for channel in channels where channel.loop.isCurrent { return channel }
        let turn = turn.wrappingAdd(1, ordering: .relaxed).newValue
        return channels[Int(UInt(bitPattern: turn) % UInt(channels.count))]
    }

    /// Never later than the call on whose behalf this one is made.
    private func due(_ timeout: Duration?) -> UInt64 {
        let nanoseconds = (timeout ?? configuration.defaultTimeout).wholeNanoseconds
        let due = EventLoop.monotonicNanoseconds().later(by: nanoseconds)
        return min(due, CallContext.current?.due ?? .max)
    }

    private func authorization(_ method: MethodDescriptor) async throws -> String? {
        guard let credentials else { return nil }
        do { return try await credentials.authorization(for: method) } catch { throw RPCError(telling: error) }
    }

    /// The request with its prefix.
    private static func packed(_ request: some Message) -> [UInt8] {
        var message = request.packed(headroom: MessageAssembler.prefixBytes)
        MessageAssembler.writePrefix(&message)
        return message
    }
}
