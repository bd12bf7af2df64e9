import HTTP2
import Messages

/// The HTTP side of one call: a door's way to read messages out of a request and to write replies and the status as an answer.
///
/// The seam between "HTTP exchange" and "call": a door is a subclass, chosen by content-type in `LoopServer`; calls know no door.
/// *Confined* to its loop.
class ServerExchange: HTTP2StreamHandler {
    let stream: HTTP2Stream
    let server: LoopServer
    /// What the messages are for; let go when either side has ended.
    var call: ServerCall?

    init(server: LoopServer, stream: HTTP2Stream) {
        self.server = server
        self.stream = stream
    }

    // MARK: The request

    func received(bytes: UnsafeRawBufferPointer) { stream.consume(bytes.count) }

    func receivedEnd() {}

    func closed(_ code: HTTP2ErrorCode) {
        guard let call else { return }
        self.call = nil
        call.callerHasGone()
    }

    func drained() { call?.writerMayGoOn() }

    // MARK: For calls

    /// Reads a request out of the bytes of one message.
    func unpack<Request: Message>(_ type: Request.Type, _ bytes: UnsafeRawBufferPointer) throws(RPCError) -> Request {
        preconditionFailure("a door that reads no messages")
    }

    /// Reads a request out of bytes that were kept.
    final func unpack<Request: Message>(_ type: Request.Type, _ bytes: [UInt8]) throws(RPCError) -> Request {
        try bytes.withUnsafeBufferPointer { bytes throws(RPCError) in try unpack(type, UnsafeRawBufferPointer(bytes)) }
    }

    /// Writes a reply as this door writes one.
    func pack(_ response: some Message) -> [UInt8] { preconditionFailure("a door that writes no messages") }

    /// Sends one reply that `pack` wrote, and the head before the first. More may follow.
    func send(message: [UInt8], _ context: CallContext) { preconditionFailure("a door that writes no messages") }

    /// Sends the only reply, with all that goes before and after it.
    func send(only message: [UInt8], _ context: CallContext) { preconditionFailure("a door that writes no messages") }

    /// Ends the answer with a status; `error` is nil when it is ok.
    func end(_ error: RPCError?, _ context: CallContext) { preconditionFailure("a door that ends no calls") }

    // MARK: For doors

    /// Refuses a call before there is one, and ends it.
    func refuse(_ error: RPCError) {
        guard let call else { return }
        call.end(error)
    }
}
