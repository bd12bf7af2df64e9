import EventLoop
import HTTP2
import Messages

/// A server's part on one loop: makes calls of requests.
///
/// *Confined* to its loop. Chooses the door by content-type; another door is another case in `connection(_:streamFor:)`.
final class LoopServer: HTTP2ConnectionDelegate, @unchecked Sendable {
    let loop: EventLoop
    let configuration: RPCServerConfiguration
    let interceptors: [any ServerInterceptor]
    let maximumRunning: Int
    let unpackLimits: UnpackLimits
    let fields = AnswerFields()
    let workers: HandlerWorkers
    let deadlines: Deadlines
    private let methods: MethodLookup
    /// Handlers that run now.
    var running = 0
    /// Bytes set aside for messages that are not complete.
    var assemblyBytes = 0
    var listener: HTTP2Listener?

    init(loop: EventLoop, methods: MethodLookup, interceptors: [any ServerInterceptor], configuration: RPCServerConfiguration, loops: Int) {
        self.loop = loop
        self.methods = methods
        self.interceptors = interceptors
        self.configuration = configuration
        maximumRunning = max(1, configuration.maximumRunningHandlers / loops)
        workers = HandlerWorkers(loop: loop)
        deadlines = Deadlines(loop: loop)
        unpackLimits = UnpackLimits(bytes: configuration.maximumMessageBytes)
    }

    func connection(_ connection: HTTP2Connection, opened stream: HTTP2Stream, head block: HTTP2HeaderBlock) -> any HTTP2StreamHandler {
        let head = RequestHead(block)
        do throws(Refused) {
            guard let contentType = head.contentType, contentType.starts(with: "application/grpc") else {
                throw Refused(.plain(httpStatus: "415", text: "This port speaks gRPC: content-type must be application/grpc.\n"))
            }
            guard contentType.isGRPCProtobuf else {
                throw Refused(.plain(httpStatus: "415", text: "Messages must be protobuf: content-type application/grpc.\n"))
            }
            return try grpcExchange(head, block, stream, connection)
        } catch {
            return RefusingExchange(server: self, stream: stream, error.refusal)
        }
    }

    /// A request that becomes no call.
    private struct Refused: Error {
        let refusal: RefusingExchange.Refusal

        init(_ refusal: RefusingExchange.Refusal) { self.refusal = refusal }

        init(_ error: RPCError, httpStatus: StaticString = "200") { refusal = .status(error, httpStatus: httpStatus) }
    }

    // MARK: gRPC

    private func grpcExchange(
        _ head: RequestHead, _ block: HTTP2HeaderBlock, _ stream: HTTP2Stream, _ connection: HTTP2Connection
    ) throws(Refused) -> ServerExchange {
        if block.isOverLimit { throw Refused(.resourceExhausted("a header list of \(block.listBytes) bytes"), httpStatus: "431") }
        guard head.method.equals("POST") else { throw Refused(.internal("the method must be POST"), httpStatus: "405") }
        guard let entry = methods.entry(at: head.path) else {
            throw Refused(.unimplemented("no method \(String(decoding: head.path.prefix(200), as: UTF8.self))"))
        }
        if head.hasMalformedBinary { throw Refused(.internal("a -bin value is not base64"), httpStatus: "400") }
        if let encoding = head.encoding, !encoding.equals("identity") {
            throw Refused(.unimplemented("grpc-encoding \(String(decoding: encoding.prefix(50), as: UTF8.self)) is not supported"))
        }
        let now = loop.now
        var due = UInt64.max
        if let timeout = head.timeout {
            guard let nanoseconds = GRPCTimeout.nanoseconds(timeout) else {
                throw Refused(.internal("malformed grpc-timeout"), httpStatus: "400")
            }
            due = now.later(by: nanoseconds)
        }
        let exchange = GRPCExchange(server: self, stream: stream)
        let context = CallContext(entry: entry, metadata: head.metadata, peer: connection.peer, loop: loop, due: due, began: now)
        let call = entry.makeCall(context, exchange)
        exchange.call = call
        call.begin()
        return exchange
    }
}

extension UnsafeRawBufferPointer {
    /// `application/grpc` or `application/grpc+proto`, with or without parameters.
    fileprivate var isGRPCProtobuf: Bool {
        if equals("application/grpc") || equals("application/grpc+proto") { return true }
        return starts(with: "application/grpc;") || starts(with: "application/grpc+proto;")
    }
}
