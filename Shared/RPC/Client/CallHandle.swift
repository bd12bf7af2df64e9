import EventLoop
import Messages

/// Held by everything that a caller has of a streaming call: when the last of it is let go before the call has ended, the call is taken back.
final class CallHandle<Response: Message>: Sendable {
    let call: StreamingClientCall<Response>

    init(_ call: StreamingClientCall<Response>) { self.call = call }

    deinit {
        let call = call
        call.channel.loop.onLoop { call.cancel() }
    }

    /// The next reply; takes the call back when the task is cancelled.
    func next() async throws -> Response? {
        let call = call
        return try await withTaskCancellationHandler {
            try await call.replies.next()
        } onCancel: {
            call.channel.loop.execute { call.cancel() }
        }
    }
}
