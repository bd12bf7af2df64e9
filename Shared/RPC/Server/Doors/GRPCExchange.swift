import HTTP2
import Messages

/// The gRPC door: length-prefixed messages, the status in trailers (PROTOCOL-HTTP2.md).
final class GRPCExchange: ServerExchange {
    private var assembler: MessageAssembler
    /// What this exchange counts for in the server's memory for messages that are not complete.
    private var reservedBytes = 0

    override init(server: LoopServer, stream: HTTP2Stream) {
        assembler = MessageAssembler(limit: server.configuration.maximumMessageBytes)
        super.init(server: server, stream: stream)
    }

    // MARK: The request

    override func received(bytes: UnsafeRawBufferPointer) {
        var piece = bytes
        guard let call else { return stream.consume(bytes.count) }
        do throws(MessageAssembler.Fault) {
            while !piece.isEmpty {
                let before = piece.count
                let isWhole = try assembler.next(&piece) { isCompressed, message in
                    // What lies in this piece is consumed when the handler takes the message; what came before already was.
                    if isCompressed { refuse(.internal("a compressed message without grpc-encoding")) } else { call.receive(message) }
                }
                if !isWhole { stream.consume(before) }
            }
            if assembler.reservedBytes != reservedBytes { countReserved(assembler.reservedBytes) }
        } catch {
            refuse(Self.error(error, limit: server.configuration.maximumMessageBytes))
        }
    }

    override func receivedEnd() {
        guard let call else { return }
        if assembler.isWithinMessage {
            refuse(.internal("the request ended within a message"))
        } else {
            call.receiveEnd()
        }
    }

    override func closed(_ code: HTTP2ErrorCode) {
        countReserved(0)
        super.closed(code)
    }

    override func unpack<Request: Message>(_ type: Request.Type, _ bytes: UnsafeRawBufferPointer) throws(RPCError) -> Request {
        do throws(UnpackError) {
            return try Request(unpacking: bytes, limits: server.unpackLimits)
        } catch {
            throw RPCError(error)
        }
    }

    private func countReserved(_ bytes: Int) {
        server.assemblyBytes += bytes - reservedBytes
        reservedBytes = bytes
        if server.assemblyBytes > server.configuration.maximumAssemblyBytes, bytes > 0 {
            refuse(.resourceExhausted("too many large requests at once", retryAfter: .seconds(1)))
        }
    }

    private static func error(_ fault: MessageAssembler.Fault, limit: Int) -> RPCError {
        switch fault {
        case .tooLong(let length): .resourceExhausted("a message of \(length) bytes; at most \(limit) are taken")
        case .unknownFlag(let flag): .internal("\(flag) is not a flag of a message")
        }
    }

    // MARK: The answer

    override func pack(_ response: some Message) -> [UInt8] {
        var message = response.packed(headroom: MessageAssembler.prefixBytes)
        MessageAssembler.writePrefix(&message)
        return message
    }

    override func send(message: [UInt8], _ context: CallContext) {
        if !stream.hasSentHead { stream.send(head: server.fields.head(context.initialMetadata)) }
        stream.send(message)
    }

    override func send(only message: [UInt8], _ context: CallContext) {
        stream.send(
            head: server.fields.head(context.initialMetadata), body: message,
            trailers: server.fields.trailers(nil, context.trailingMetadata))
    }

    override func end(_ error: RPCError?, _ context: CallContext) {
        countReserved(0)
        if stream.hasSentHead {
            stream.sendEnd(trailers: server.fields.trailers(error, context.trailingMetadata))
        } else {
            stream.send(head: server.fields.trailersOnly(error, context.initialMetadata, context.trailingMetadata), isEnd: true)
        }
    }
}

extension RPCError {
    /// A message that could not be read (gRPC's statuscodes.md: an error in parsing is `internal`, one too large `resourceExhausted`).
    init(_ error: UnpackError) {
        switch error {
        case .tooLong, .tooCostly: self = .resourceExhausted("\(error)")
        default: self = .internal("cannot read the message: \(error)")
        }
    }
}
