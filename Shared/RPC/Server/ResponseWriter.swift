package import Messages

/// Where a handler writes the replies of one call. For one task at a time, on the call's loop.
package struct ResponseWriter<Response: Message>: Sendable {
    let call: ServerCall

    /// Writes a reply. Waits while the peer does not take what was written before (back-pressure).
    /// Throws when the call is cancelled or its deadline has passed.
    package func write(_ response: Response) async throws {
        try await call.write(response)
    }
}
