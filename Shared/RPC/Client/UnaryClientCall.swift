import HTTP2
import Messages

/// A call whose answer is one message, for which a task waits.
final class UnaryClientCall<Response: Message>: ClientCall, @unchecked Sendable {
    private var waiting: UnsafeContinuation<Response, any Error>?
    private var response: Response?
    private var outcome: Result<Response, RPCError>?

    /// Resumes the continuation with the answer. Once.
    func await(_ continuation: UnsafeContinuation<Response, any Error>) {
        if let outcome { continuation.resume(with: outcome.mapError { $0 as any Error }) } else { waiting = continuation }
    }

    override func received(message: IncomingMessage) {
        stream?.consume(message.cost)
        // gRPC's statuscodes.md: a wrong number of replies is `unimplemented`.
        guard response == nil else { return end(RPCError(.unimplemented, "more than one reply to a call that takes one")) }
        do throws(UnpackError) {
            response = try Response(unpacking: message.bytes, limits: channel.unpackLimits)
        } catch {
            end(RPCError(error))
        }
    }

    override func finished(_ error: RPCError?, trailing: Metadata) {
        let result: Result<Response, RPCError>
        if let error {
            result = .failure(error)
        } else if let response {
            result = .success(response)
        } else {
            result = .failure(RPCError(.unimplemented, "no reply to a call that takes one"))
        }
        guard let waiting else {
            outcome = result
            return
        }
        self.waiting = nil
        waiting.resume(with: result.mapError { $0 as any Error })
    }
}
