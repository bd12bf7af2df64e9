package import Messages

/// Where a caller writes the requests of one call. For one task at a time.
package struct RequestWriter<Request: Message>: Sendable {
    private let send: @Sendable ([UInt8]) async throws -> Void
    private let end: @Sendable () -> Void

    init<Response: Message>(_ handle: CallHandle<Response>) {
        send = { try await handle.call.write($0) }
        end = {
            let call = handle.call
            call.channel.loop.onLoop { call.send(nil, isLast: true) }
        }
    }

    /// Writes a request. Waits while the server does not take what was written before (back-pressure).
    /// Throws when the call is over: its answer says how it ended.
    package func write(_ request: Request) async throws {
        var message = request.packed(headroom: MessageAssembler.prefixBytes)
        MessageAssembler.writePrefix(&message)
        try await send(message)
    }

    /// Says that no more requests follow.
    package func finish() { end() }
}
