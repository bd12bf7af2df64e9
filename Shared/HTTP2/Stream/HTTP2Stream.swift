/// One stream: a request and its answer. Its handler says what is done with what comes in.
///
/// *Confined* to its connection's loop. From the head of a request to its end it is retained by its connection, after that only by its users,
/// and then everything sent on it is dropped.
package final class HTTP2Stream {
    /// The number of the stream; 0 before it is open.
    package internal(set) var id: Int32 = 0
    /// Its connection; nil before it is open and after it is closed.
    package internal(set) var connection: HTTP2Connection?
    /// Whether the peer has said that nothing more follows.
    package internal(set) var hasReceivedEnd = false
    /// Whether the head of the answer (on a client: of the request) was handed over.
    package internal(set) var hasSentHead = false
    /// Whether the end was handed over: nothing more can be written.
    package internal(set) var hasSentEnd = false
    /// Let go when the stream is closed.
    var handler: (any HTTP2StreamHandler)?

    var outgoing = OutgoingBytes()
    var trailers: HTTP2Fields?
    /// Whether nghttp2 was told that there is nothing to send now, and must be told when there is.
    var isDeferred = false
    /// Whether a writer asked to be told when the bytes that wait have become few.
    var isDrainAwaited = false
    /// The code with which this side resets the stream, once it does.
    var resetCode: HTTP2ErrorCode?

    // The connection's list of its open streams.
    unowned(unsafe) var previous: HTTP2Stream?
    unowned(unsafe) var next: HTTP2Stream?

    /// A stream for a request that `HTTP2Connection.request` sends.
    package init(handler: any HTTP2StreamHandler) { self.handler = handler }

    /// A stream that the peer has opened; its handler follows.
    init() {}
}
