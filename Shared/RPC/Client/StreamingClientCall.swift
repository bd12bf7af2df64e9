import EventLoop
import HTTP2
import Messages

/// A call that streams in at least one direction: tasks write requests and take replies while it goes on.
final class StreamingClientCall<Response: Message>: ClientCall, @unchecked Sendable {
    let replies: InboundMessages<Response>
    private(set) var trailing = Metadata()
    private var initial: Result<Metadata, RPCError>?
    private var waitingForHead: [CheckedContinuation<Metadata, any Error>] = []
    private var waitingWriter: CheckedContinuation<Void, Never>?

    override init(channel: ClientChannel, path: String, metadata: Metadata, authorization: String?, due: UInt64) {
        replies = InboundMessages(loop: channel.loop)
        super.init(channel: channel, path: path, metadata: metadata, authorization: authorization, due: due)
    }

    // MARK: The answer

    override func received(initial metadata: Metadata) {
        if let stream { replies.attach(stream) }
        tellHead(.success(metadata))
    }

    override func received(message: IncomingMessage) {
        do throws(UnpackError) {
            replies.push(try Response(unpacking: message.bytes, limits: channel.unpackLimits), cost: message.cost)
        } catch {
            end(RPCError(error))
        }
    }

    override func finished(_ error: RPCError?, trailing: Metadata) {
        self.trailing = trailing
        tellHead(error.map { .failure($0) } ?? .success(Metadata()))
        // Replies that came before a bad status are the caller's; a call taken back gives nothing more.
        let isTakenBack = error?.code == .cancelled || error?.code == .deadlineExceeded
        replies.finish(error, dropsWaiting: isTakenBack)
        drained()
    }

    /// What the server sent before its first reply.
    func initialMetadata() async throws -> Metadata {
        try await withCheckedThrowingContinuation { continuation in
            channel.loop.onLoop { [self] in
                if let initial {
                    continuation.resume(with: initial.mapError { $0 as any Error })
                } else {
                    waitingForHead.append(continuation)
                }
            }
        }
    }

    private func tellHead(_ result: Result<Metadata, RPCError>) {
        guard initial == nil else { return }
        initial = result
        let waiting = waitingForHead
        waitingForHead = []
        for continuation in waiting { continuation.resume(with: result.mapError { $0 as any Error }) }
    }

    // MARK: The request

    /// Sends a message; waits while too much waits to be sent. Throws when the call is over.
    func write(_ message: [UInt8]) async throws {
        let isOver = await withCheckedContinuation { continuation in
            channel.loop.onLoop { [self] in
                send(message, isLast: false)
                continuation.resume(returning: isEnded)
            }
        }
        if isOver { throw RPCError(.cancelled, "the call is over; its answer says how it ended") }
        await withCheckedContinuation { continuation in
            channel.loop.onLoop { [self] in
                guard !isEnded, waitingBytes > HTTP2Stream.highWaterBytes else { return continuation.resume() }
                precondition(waitingWriter == nil, "two tasks write to one stream of requests")
                waitingWriter = continuation
                stream?.awaitDrain()
            }
        }
    }

    override func drained() {
        guard let writer = waitingWriter else { return }
        waitingWriter = nil
        writer.resume()
    }
}
