import EventLoop
import HTTP2
import Messages

/// One call on the server, whatever its door: the request's messages on one side, a handler's task on the other.
///
/// Subclasses differ in how many requests there are. *Confined* to its loop; the handler's task runs there too. It ends exactly once, by its handler,
/// its deadline, its caller or a fault of the request, whichever comes first; what comes later is dropped.
class ServerCall: Expiring, @unchecked Sendable {
    let context: CallContext
    /// Where the answer goes; nil once the answer has been ended or the caller is gone.
    private(set) var exchange: ServerExchange?
    private let server: LoopServer
    /// The task that runs the handler, while it does.
    private var worker: HandlerWorkers.Worker?
    private var isEnded = false
    private var waitingWriter: UnsafeContinuation<Void, Never>?

    init(context: CallContext, exchange: ServerExchange) {
        self.context = context
        self.exchange = exchange
        server = exchange.server
        super.init(due: context.due)
    }

    // MARK: What comes in

    /// The request's head is complete. Streams of requests start here.
    func begin() {
        guard due > context.loop.now else { return expire() }
        server.deadlines.add(self)
    }

    /// A request.
    func receive(_ message: IncomingMessage) {}

    /// There are no more requests.
    func receiveEnd() {}

    /// The stream was reset, or the connection is gone.
    func callerHasGone() {
        exchange = nil
        end(RPCError(.cancelled, "the caller has gone"))
    }

    override func expire() {
        end(RPCError(.deadlineExceeded, "the deadline has passed"))
    }

    // MARK: The handler

    /// Runs the handler, unless as many run as may. Does nothing when the call has ended.
    final func start() {
        guard !isEnded else { return }
        guard server.running < server.maximumRunning else {
            end(.resourceExhausted("\(server.maximumRunning) calls are being handled", retryAfter: .seconds(1)))
            return
        }
        server.running += 1
        server.workers.run(self)
    }

    /// In the handler's task, before anything else. False when the call has ended meanwhile.
    final func handlerBegins(in worker: HandlerWorkers.Worker) -> Bool {
        guard !isEnded else {
            server.running -= 1
            return false
        }
        self.worker = worker
        return true
    }

    /// Asks the interceptors. Throws when one refuses.
    final func admit() async throws {
        for interceptor in server.interceptors {
            if try !interceptor.admitAtOnce(context) { try await interceptor.admit(context) }
        }
    }

    /// Whether there is anyone to ask.
    final var needsAdmission: Bool { !server.interceptors.isEmpty }

    /// In the handler's task, after everything else.
    final func handlerEnded(_ error: (any Error)?) {
        worker = nil
        if let error { end(RPCError(telling: error)) }
        server.running -= 1
    }

    // MARK: The end

    /// Ends the call with one reply.
    final func end(with response: some Message) {
        guard !isEnded, let exchange else { return }
        exchange.send(only: exchange.pack(response), context)
        ended(nil)
    }

    /// Ends the call with a status; ok without an error.
    final func end(_ error: RPCError?) {
        guard !isEnded else { return }
        exchange?.end(error, context)
        ended(error)
    }

    private func ended(_ error: RPCError?) {
        isEnded = true
        server.deadlines.remove(self)
        exchange?.call = nil
        exchange = nil
        if let error {
            context.isCancelled = error.code == .cancelled || error.code == .deadlineExceeded
            stopped(error)
            worker?.cancel()
        }
        if let writer = waitingWriter {
            waitingWriter = nil
            writer.resume()
        }
        guard !server.interceptors.isEmpty else { return }
        let nanoseconds = context.loop.now &- context.began
        let outcome = CallOutcome(code: error?.code ?? .ok, error: error, duration: .nanoseconds(Int64(clamping: nanoseconds)))
        for interceptor in server.interceptors.reversed() { interceptor.ended(context, outcome) }
    }

    /// Tells whoever waits for requests that the call has ended badly.
    func stopped(_ error: RPCError) {}

    // MARK: Streams of replies

    /// Writes one of many replies; waits while too much waits to be sent.
    final func write(_ response: some Message) async throws {
        context.loop.preconditionIsCurrent()
        guard let exchange else { throw RPCError(.cancelled, "the call has ended") }
        exchange.send(message: exchange.pack(response), context)
        while let exchange = self.exchange, exchange.stream.waitingBytes > HTTP2Stream.highWaterBytes {
            precondition(waitingWriter == nil, "two tasks write to one stream of replies")
            exchange.stream.awaitDrain()
            await withUnsafeContinuation { waitingWriter = $0 }
        }
        if self.exchange == nil { throw RPCError(.cancelled, "the call has ended") }
    }

    final func writerMayGoOn() {
        guard let writer = waitingWriter else { return }
        waitingWriter = nil
        writer.resume()
    }
}
