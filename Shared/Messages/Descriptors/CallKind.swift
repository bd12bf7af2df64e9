/// How many messages go each way in a call.
package enum CallKind: Sendable, Hashable {
    /// One request, one response.
    case unary
    /// Many requests, one response.
    case clientStreaming
    /// One request, many responses.
    case serverStreaming
    /// Many each way, independent of each other.
    case bidirectionalStreaming

    /// Whether the caller sends a stream.
    package var streamsRequests: Bool { self == .clientStreaming || self == .bidirectionalStreaming }
    /// Whether the answer is a stream.
    package var streamsResponses: Bool { self == .serverStreaming || self == .bidirectionalStreaming }
}
