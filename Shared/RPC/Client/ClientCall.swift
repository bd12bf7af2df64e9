import EventLoop
import HTTP2
import Messages

/// One call on the client: its request on one side, the answer's messages and status on the other.
///
/// Subclasses say who waits for the answer. *Confined* to its channel's loop. It ends exactly once, by its answer, its deadline, its caller
/// or the loss of its connection. A server that has not looked at it gives it back unharmed, and then it is sent again once.
class ClientCall: Expiring, HTTP2StreamHandler, @unchecked Sendable {
    let channel: ClientChannel
    let path: String
    private let metadata: Metadata
    private let authorization: String?

    private(set) var stream: HTTP2Stream?
    private(set) var isEnded = false
    private var assembler: MessageAssembler
    private var head: ResponseHead?
    private var retries = 0

    /// Messages handed over so far, for the stream to come or to be sent once more; nil once they may not be sent again.
    private var kept: [[UInt8]]? = []
    private var keptBytes = 0
    private var isRequestComplete = false
    /// Whether the server's status is there.
    private var isAnswered = false

    /// Times that a call is given back and sent again.
    private static let maximumRetries = 1
    /// Requests kept for that. A call with more of them on their way is not sent again.
    private static let maximumKeptBytes = 256 << 10

    init(channel: ClientChannel, path: String, metadata: Metadata, authorization: String?, due: UInt64) {
        self.channel = channel
        self.path = path
        self.metadata = metadata
        self.authorization = authorization
        assembler = MessageAssembler(limit: channel.configuration.maximumMessageBytes)
        super.init(due: due)
    }

    // MARK: For subclasses

    /// The head of the answer is there.
    func received(initial metadata: Metadata) {}

    /// A message of the answer.
    func received(message: IncomingMessage) {}

    /// The call is over; called exactly once. `trailing` is what the server sent with its status.
    func finished(_ error: RPCError?, trailing: Metadata) {}

    /// Few bytes wait to be sent: a writer may go on.
    func drained() {}

    // MARK: Life

    /// Begins the call. On the loop.
    final func begin() {
        guard due > channel.loop.now else { return expire() }
        channel.deadlines.add(self)
        channel.submit(self)
    }

    /// Takes the call back.
    final func cancel() { end(RPCError(.cancelled, "the call was taken back")) }

    override final func expire() {
        let isSent = stream != nil
        end(RPCError(.deadlineExceeded, isSent ? "no answer in time" : "not connected in time"))
    }

    /// Ends the call here and, when it is on its way, at the server.
    final func end(_ error: RPCError?, trailing: Metadata = Metadata()) {
        guard !isEnded else { return }
        isEnded = true
        channel.deadlines.remove(self)
        kept = nil
        if let stream {
            self.stream = nil
            // After its answer the server wants to hear no more of a call; before, it must be told.
            if !(isAnswered && isRequestComplete) { stream.reset(.cancel) }
        }
        finished(error, trailing: trailing)
    }

    // MARK: The request

    /// Sends a message that was packed with its prefix; `isLast` when no other follows.
    final func send(_ message: [UInt8]?, isLast: Bool) {
        guard !isEnded, !isRequestComplete else { return }
        isRequestComplete = isLast
        if let message {
            keptBytes += message.count
            // Until there is a stream this is where they wait, however many they are: their writer waits too.
            if stream != nil, keptBytes > Self.maximumKeptBytes { kept = nil } else { kept?.append(message) }
            stream?.send(message)
        }
        if isLast { stream?.sendEnd() }
    }

    /// Bytes that wait to be sent.
    final var waitingBytes: Int { stream?.waitingBytes ?? keptBytes }

    /// Sends what there is of the request. False when the connection takes none.
    final func start(on connection: HTTP2Connection) -> Bool {
        let stream = HTTP2Stream(handler: self)
        let head = channel.requestHead(path, metadata, authorization, timeout: due == .max ? nil : due &- channel.loop.now)
        guard connection.request(stream, head, hasBody: true) else { return false }
        self.stream = stream
        for message in kept ?? [] { stream.send(message) }
        if isRequestComplete { stream.sendEnd() }
        if stream.waitingBytes > HTTP2Stream.lowWaterBytes { stream.awaitDrain() } else { drained() }
        return true
    }

    // MARK: The answer

    final func received(fields: HTTP2HeaderBlock, isTrailers: Bool) {
        guard !isEnded else { return }
        if fields.isOverLimit { return end(RPCError(.internal, "an answer with a header list of \(fields.listBytes) bytes")) }
        let block = ResponseHead(fields)
        if isTrailers {
            return answered(block)
        }
        // What has been answered to, even in part, was looked at: it is not sent again.
        kept = nil
        head = block
        if let problem = problem(block) { return end(problem) }
        guard block.status != nil else { return received(initial: block.metadata) }
        answered(block)
    }

    /// What makes the head of an answer none of gRPC's.
    private func problem(_ head: ResponseHead) -> RPCError? {
        if let status = head.httpStatus, status != 200, head.status == nil {
            return RPCError(RPCCode(httpStatus: status), "the server answered with HTTP status \(status)")
        }
        if !head.isGRPC { return RPCError(.unknown, "the server's answer is not gRPC") }
        if let encoding = head.encoding { return RPCError(.internal, "the server answered in grpc-encoding \(encoding)") }
        return nil
    }

    /// The status is there.
    private func answered(_ trailers: ResponseHead) {
        if assembler.isWithinMessage { return end(RPCError(.internal, "the answer ended within a message")) }
        isAnswered = true
        end(trailers.error(), trailing: trailers.metadata)
    }

    final func received(bytes: UnsafeRawBufferPointer) {
        guard let stream else { return }
        guard head?.isGRPC == true else { return end(RPCError(.internal, "an answer without a head")) }
        var piece = bytes
        do throws(MessageAssembler.Fault) {
            while !piece.isEmpty, !isEnded {
                let before = piece.count
                let isWhole = try assembler.next(&piece) { isCompressed, message in
                    if isCompressed {
                        end(RPCError(.internal, "a compressed message without grpc-encoding"))
                    } else {
                        received(message: message)
                    }
                }
                if !isWhole { stream.consume(before) }
            }
        } catch {
            switch error {
            case .tooLong(let length):
                let limit = channel.configuration.maximumMessageBytes
                end(RPCError(.resourceExhausted, "an answer of \(length) bytes; at most \(limit) are taken"))
            case .unknownFlag(let flag): end(RPCError(.internal, "\(flag) is not a flag of a message"))
            }
        }
    }

    final func receivedEnd() {
        guard !isEnded else { return }
        end(RPCError(.internal, "the answer ended without a status"))
    }

    final func closed(_ code: HTTP2ErrorCode) {
        stream = nil
        guard !isEnded else { return }
        if code == .refusedStream, retries < Self.maximumRetries, kept != nil {
            retries += 1
            head = nil
            channel.submit(self)
            return
        }
        let message = code == .connectError ? "the connection to \(channel.endpoint) was lost" : "the server reset the call: \(code)"
        end(RPCError(RPCCode(code), message))
    }
}
