package import Messages

/// The replies of one call as they come in. For one task at a time. The call is taken back when the stream is let go before its end.
package struct ResponseStream<Response: Message>: AsyncSequence, Sendable {
    private let handle: CallHandle<Response>

    init(_ handle: CallHandle<Response>) { self.handle = handle }

    /// What the server sent before its first reply. Waits for it; throws when the call ends without it.
    package var initialMetadata: Metadata { get async throws { try await handle.call.initialMetadata() } }

    /// What the server sent with its status. Empty until the stream has ended.
    package var trailingMetadata: Metadata {
        get async {
            let call = handle.call
            return await withCheckedContinuation { continuation in
                call.channel.loop.onLoop { continuation.resume(returning: call.trailing) }
            }
        }
    }

    /// The next reply; nil after the last, when the status was ok. Throws `RPCError` for any other status.
    package func next() async throws -> Response? { try await handle.next() }

    /// Takes the call back.
    package func cancel() {
        let call = handle.call
        call.channel.loop.onLoop { call.cancel() }
    }

    package func makeAsyncIterator() -> Iterator { Iterator(handle: handle) }

    package struct Iterator: AsyncIteratorProtocol {
        let handle: CallHandle<Response>
        package mutating func next() async throws -> Response? { try await handle.next() }
    }
}
