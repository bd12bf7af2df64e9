package import Messages

/// A call that did not end well: what the caller is told, and a cause that stays in this process.
package struct RPCError: Error, Sendable {
    package var code: RPCCode
    /// A sentence for the caller's developers. No personal data, no SQL, no tokens.
    package var message: String
    /// Typed details for `grpc-status-details-bin`: GoogleRPC.ErrorInfo, BadRequest, RetryInfo and the like.
    package var details: [any Message]
    /// What the trailers carry besides the status.
    package var metadata: Metadata
    /// What led to it. Never sent.
    package var cause: (any Error)?

    package init(
        _ code: RPCCode, _ message: String, details: [any Message] = [], metadata: Metadata = Metadata(), cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.details = details
        self.metadata = metadata
        self.cause = cause
    }

    /// The first detail of a type, e.g. `error.detail(GoogleRPC.ErrorInfo.self)?.reason`.
    package func detail<Detail: Message>(_ type: Detail.Type) -> Detail? {
        for case let detail as Detail in details { return detail }
        return nil
    }
}

extension RPCError: CustomStringConvertible {
    /// Code and message; neither details nor cause.
    package var description: String { message.isEmpty ? code.description : "\(code): \(message)" }
}
