import HTTP2
import Messages

/// A call with one request. The request is read in the handler's task, after the call was admitted: nobody unknown has anything unpacked.
final class SingleRequestServerCall: ServerCall, @unchecked Sendable {
    private var request: [UInt8]?

    override func receive(_ message: IncomingMessage) {
        exchange?.stream.consume(message.cost)
        guard request == nil else { return end(.secondRequest) }
        request = message.kept
    }

    override func receiveEnd() {
        guard request != nil else { return end(.noRequest) }
        start()
    }

    /// Reads the request.
    func takeRequest<Request: Message>(_ type: Request.Type) throws(RPCError) -> Request {
        guard let bytes = request, let exchange else { throw RPCError(.cancelled, "the call has ended") }
        request = []
        return try exchange.unpack(type, bytes)
    }
}

extension RPCError {
    /// gRPC's statuscodes.md: a wrong number of requests is `unimplemented`.
    fileprivate static let secondRequest = RPCError(.unimplemented, "more than one request in a call that takes one")
    /// As above.
    fileprivate static let noRequest = RPCError(.unimplemented, "no request in a call that takes one")
}
