package import Messages

/// The methods of a server with their handlers, by path. Filled once, before the server starts.
package struct MethodTable {
    var entries: [MethodEntry] = []

    package init() {}

    /// The descriptors of all methods entered.
    package var methods: [MethodDescriptor] { entries.map(\.descriptor) }

    /// One request, one reply.
    package mutating func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>,
        _ handler: nonisolated(nonsending) @escaping @Sendable (Request, CallContext) async throws -> Response
    ) {
        entries.append(UnaryEntry(method.descriptor, handler))
    }

    /// One request, many replies.
    package mutating func serverStreaming<Request: Message, Response: Message>(
        _ method: Method<Request, Response>,
        _ handler: nonisolated(nonsending) @escaping @Sendable (Request, ResponseWriter<Response>, CallContext) async throws -> Void
    ) {
        entries.append(ServerStreamingEntry(method.descriptor, handler))
    }

    /// Many requests, one reply.
    package mutating func clientStreaming<Request: Message, Response: Message>(
        _ method: Method<Request, Response>,
        _ handler: nonisolated(nonsending) @escaping @Sendable (RequestStream<Request>, CallContext) async throws -> Response
    ) {
        entries.append(ClientStreamingEntry(method.descriptor, handler))
    }

    /// Many requests, many replies, in any order.
    package mutating func bidirectionalStreaming<Request: Message, Response: Message>(
        _ method: Method<Request, Response>,
        _ handler:
            nonisolated(nonsending) @escaping @Sendable (
                RequestStream<Request>, ResponseWriter<Response>, CallContext
            ) async throws -> Void
    ) {
        entries.append(BidirectionalStreamingEntry(method.descriptor, handler))
    }
}
