package import Messages

/// A call with many requests and many replies, in any order. It is taken back when all of it is let go before its end.
package struct BidirectionalStreamingCall<Request: Message, Response: Message>: Sendable {
    /// Where the requests go. Call its `finish` after the last.
    package let requests: RequestWriter<Request>
    /// The replies as they come in.
    package let responses: ResponseStream<Response>

    init(_ handle: CallHandle<Response>) {
        requests = RequestWriter(handle)
        responses = ResponseStream(handle)
    }
}
