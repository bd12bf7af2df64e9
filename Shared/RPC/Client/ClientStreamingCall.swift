package import Messages

/// A call with many requests and one reply. It is taken back when it is let go before its end.
package struct ClientStreamingCall<Request: Message, Response: Message>: Sendable {
    /// Where the requests go. Call its `finish` after the last.
    package let requests: RequestWriter<Request>
    private let replies: ResponseStream<Response>

    init(_ handle: CallHandle<Response>) {
        requests = RequestWriter(handle)
        replies = ResponseStream(handle)
    }

    /// The reply. Waits for it; throws any other status than ok. Once.
    package func response() async throws -> Response {
        // gRPC's statuscodes.md: a wrong number of replies is `unimplemented`.
        guard let reply = try await replies.next() else { throw RPCError(.unimplemented, "no reply to a call that takes one") }
        guard try await replies.next() == nil else { throw RPCError(.unimplemented, "more than one reply to a call that takes one") }
        return reply
    }

    /// What the server sent before its reply.
    package var initialMetadata: Metadata { get async throws { try await replies.initialMetadata } }

    /// What the server sent with its status. Empty until the call has ended.
    package var trailingMetadata: Metadata { get async { await replies.trailingMetadata } }

    /// Takes the call back.
    package func cancel() { replies.cancel() }
}
