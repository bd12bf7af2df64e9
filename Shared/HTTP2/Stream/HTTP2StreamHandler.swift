/// Deals with what comes in on one stream. Called on the loop, never from within a call that the handler makes,
/// except `closed`, which may follow when the handler closes the whole connection.
package protocol HTTP2StreamHandler: AnyObject {
    /// On a client: the head of the answer, an interim one left out, or its trailers. On a server: the trailers of a request.
    /// The block is valid during the call only.
    func received(fields: HTTP2HeaderBlock, isTrailers: Bool)

    /// Bytes of the body, valid during the call only. Call the stream's `consume` when they have been dealt with, now or later:
    /// the peer may not send more than the stream's window before.
    func received(bytes: UnsafeRawBufferPointer)

    /// Nothing more follows.
    func receivedEnd()

    /// Fewer than `HTTP2Stream.lowWaterBytes` wait to be sent, after `awaitDrain`.
    func drained()

    /// The stream is over; called exactly once, and nothing after it. `noError` when both sides ended it properly.
    func closed(_ code: HTTP2ErrorCode)
}

extension HTTP2StreamHandler {
    package func received(fields: HTTP2HeaderBlock, isTrailers: Bool) {}
    package func receivedEnd() {}
    package func drained() {}
}
