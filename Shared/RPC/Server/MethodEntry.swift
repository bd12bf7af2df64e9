import Messages

/// A method with its handler; makes the calls of the method. Subclasses are the four kinds.
///
/// The only typed part of a call with one request: types that are not known when this room is compiled cost a look-up at each use.
class MethodEntry: @unchecked Sendable {
    let descriptor: MethodDescriptor
    /// Its place in the server's table. Set once, before the server starts.
    var index = 0

    init(_ descriptor: MethodDescriptor) { self.descriptor = descriptor }

    func makeCall(_ context: CallContext, _ exchange: ServerExchange) -> ServerCall { preconditionFailure("a method of no kind") }

    /// Calls the handler and sends what it answers, or throws. The call is one that `makeCall` made.
    nonisolated(nonsending) func handle(_ call: ServerCall) async throws { preconditionFailure("a method of no kind") }
}

/// A method that takes one request.
class SingleRequestEntry: MethodEntry, @unchecked Sendable {
    override final func makeCall(_ context: CallContext, _ exchange: ServerExchange) -> ServerCall {
        SingleRequestServerCall(context: context, exchange: exchange)
    }

    final func own(_ call: ServerCall) -> SingleRequestServerCall { unsafeDowncast(call, to: SingleRequestServerCall.self) }
}

/// A method that takes many requests.
class RequestStreamEntry<Request: Message>: MethodEntry, @unchecked Sendable {
    override final func makeCall(_ context: CallContext, _ exchange: ServerExchange) -> ServerCall {
        RequestStreamServerCall<Request>(context: context, exchange: exchange)
    }

    final func requests(_ call: ServerCall) -> RequestStream<Request> {
        RequestStream(messages: unsafeDowncast(call, to: RequestStreamServerCall<Request>.self).requests)
    }
}

final class UnaryEntry<Request: Message, Response: Message>: SingleRequestEntry, @unchecked Sendable {
    private let handler: nonisolated(nonsending) @Sendable (Request, CallContext) async throws -> Response

    init(
        _ descriptor: MethodDescriptor,
        _ handler: nonisolated(nonsending) @escaping @Sendable (Request, CallContext) async throws -> Response
    ) {
        self.handler = handler
        super.init(descriptor)
    }

    override nonisolated(nonsending) func handle(_ call: ServerCall) async throws {
        call.end(with: try await handler(try own(call).takeRequest(Request.self), call.context))
    }
}

final class ServerStreamingEntry<Request: Message, Response: Message>: SingleRequestEntry, @unchecked Sendable {
    private let handler: nonisolated(nonsending) @Sendable (Request, ResponseWriter<Response>, CallContext) async throws -> Void

    init(
        _ descriptor: MethodDescriptor,
        _ handler: nonisolated(nonsending) @escaping @Sendable (Request, ResponseWriter<Response>, CallContext) async throws -> Void
    ) {
        self.handler = handler
        super.init(descriptor)
    }

    override nonisolated(nonsending) func handle(_ call: ServerCall) async throws {
        try await handler(try own(call).takeRequest(Request.self), ResponseWriter(call: call), call.context)
        call.end(nil)
    }
}

final class ClientStreamingEntry<Request: Message, Response: Message>: RequestStreamEntry<Request>, @unchecked Sendable {
    private let handler: nonisolated(nonsending) @Sendable (RequestStream<Request>, CallContext) async throws -> Response

    init(
        _ descriptor: MethodDescriptor,
        _ handler: nonisolated(nonsending) @escaping @Sendable (RequestStream<Request>, CallContext) async throws -> Response
    ) {
        self.handler = handler
        super.init(descriptor)
    }

    override nonisolated(nonsending) func handle(_ call: ServerCall) async throws {
        call.end(with: try await handler(requests(call), call.context))
    }
}

final class BidirectionalStreamingEntry<Request: Message, Response: Message>: RequestStreamEntry<Request>, @unchecked Sendable {
    private let handler:
        nonisolated(nonsending) @Sendable (
            RequestStream<Request>, ResponseWriter<Response>, CallContext
        ) async throws -> Void

    init(
        _ descriptor: MethodDescriptor,
        _ handler:
            nonisolated(nonsending) @escaping @Sendable (
                RequestStream<Request>, ResponseWriter<Response>, CallContext
            ) async throws -> Void
    ) {
        self.handler = handler
        super.init(descriptor)
    }

    override nonisolated(nonsending) func handle(_ call: ServerCall) async throws {
        try await handler(requests(call), ResponseWriter(call: call), call.context)
        call.end(nil)
    }
}
