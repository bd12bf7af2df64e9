/// No whole answer came.
package struct HTTPFailure: Error, Sendable, Equatable {
    /// What went wrong.
    package enum Kind: String, Sendable, CaseIterable {
        /// The request cannot be sent by anyone: its URL or a header is malformed.
        case invalidRequest
        /// Too many requests wait already, or the client is shut down.
        case queueFull
        /// The host has no address.
        case resolve
        /// Nobody answers at the address.
        case connect
        /// TLS could not be agreed, or the certificate is not trusted.
        case tls
        /// Time was up.
        case timeout
        /// The connection broke before the answer was whole.
        case reset
        /// What came is no HTTP answer.
        case malformed
        /// The answer is longer than allowed.
        case tooLarge
        /// The task was cancelled.
        case cancelled
    }

    package let kind: Kind
    /// Whether any of the request went out. False: it surely did not arrive, and sending it again cannot double it.
    /// True: the outcome is not known.
    package let requestMayHaveArrived: Bool
    /// From `send` to the failure.
    package let duration: Duration
    /// One sentence without secrets.
    package let reason: String

    package init(_ kind: Kind, requestMayHaveArrived: Bool, duration: Duration = .zero, reason: String) {
        self.kind = kind
        self.requestMayHaveArrived = requestMayHaveArrived
        self.duration = duration
        self.reason = reason
    }
}

extension HTTPFailure: CustomStringConvertible {
    package var description: String { "\(kind.rawValue): \(reason)" }
}
