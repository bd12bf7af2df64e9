package import Messages

/// The requests of one call as they come in. For one task at a time.
package struct RequestStream<Request: Message>: AsyncSequence, Sendable {
    let messages: InboundMessages<Request>

    /// The next request; nil after the last. Throws when the call is cancelled, its deadline passes or a message cannot be read.
    package func next() async throws -> Request? { try await messages.next() }

    package func makeAsyncIterator() -> Iterator { Iterator(messages: messages) }

    package struct Iterator: AsyncIteratorProtocol {
        let messages: InboundMessages<Request>
        package mutating func next() async throws -> Request? { try await messages.next() }
    }
}
