import Messages

/// A call with many requests, whose handler starts with the first of them still to come.
final class RequestStreamServerCall<Request: Message>: ServerCall, @unchecked Sendable {
    let requests: InboundMessages<Request>

    override init(context: CallContext, exchange: ServerExchange) {
        requests = InboundMessages(loop: context.loop, source: exchange.stream)
        super.init(context: context, exchange: exchange)
    }

    override func begin() {
        super.begin()
        start()
    }

    override func receive(_ message: IncomingMessage) {
        guard let exchange else { return }
        do throws(RPCError) { requests.push(try exchange.unpack(Request.self, message.bytes), cost: message.cost) } catch { end(error) }
    }

    override func receiveEnd() { requests.finish(nil, dropsWaiting: false) }

    override func stopped(_ error: RPCError) { requests.finish(error, dropsWaiting: true) }
}
