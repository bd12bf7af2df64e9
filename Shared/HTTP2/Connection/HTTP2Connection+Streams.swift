import CNGHTTP2
import EventLoop

extension HTTP2Connection {
    // MARK: Requests, on a client

    /// Whether a request can be sent now: the peer is ready, not draining, and has a free stream.
    package var hasFreeStream: Bool {
        guard role == .client, phase == .open, let session else { return false }
        let limit = nghttp2_session_get_remote_settings(session, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS)
        return streamCount < Int(limit) && nghttp2_session_check_request_allowed(session) != 0
    }

    /// Sends the head of a request. The body follows with `stream.send` and `stream.sendEnd`; those may come first.
    /// False when the connection takes no more requests: then nothing has happened to the stream.
    package func request(_ stream: HTTP2Stream, _ head: HTTP2Fields, hasBody: Bool) -> Bool {
        loop.preconditionIsCurrent()
        guard role == .client, phase == .open, let session else { return false }
        let user = Unmanaged.passUnretained(stream).toOpaque()
        var provider = stratum_nghttp2_provider(user, readOutgoing)
        let id = withUnsafePointer(to: &provider) {
            nghttp2_submit_request(session, nil, head.pointer, head.count, hasBody ? $0 : nil, user)
        }
        guard id > 0 else {
            // The numbers are used up, or memory is: another connection must be made.
            drain()
            return false
        }
        stream.hasSentHead = true
        if !hasBody { stream.hasSentEnd = true }
        open(stream, id)
        askForFlush()
        return true
    }

    // MARK: For streams

    func submitResponse(_ stream: HTTP2Stream, _ head: HTTP2Fields, hasBody: Bool) {
        var provider = stratum_nghttp2_provider(Unmanaged.passUnretained(stream).toOpaque(), readOutgoing)
        let code = withUnsafePointer(to: &provider) {
            nghttp2_submit_response(session, stream.id, head.pointer, head.count, hasBody ? $0 : nil)
        }
        if code != 0 { stream.reset(.internalError) }
        askForFlush()
    }

    /// Tells the session that a stream which had nothing to send has something: bytes, or only its trailers.
    func resume(_ stream: HTTP2Stream) {
        stream.isDeferred = false
        nghttp2_session_resume_data(session, stream.id)
        askForFlush()
    }

    func submitReset(_ stream: HTTP2Stream, _ code: HTTP2ErrorCode) {
        nghttp2_submit_rst_stream(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream.id, code.rawValue)
        askForFlush()
    }

    func consume(_ stream: HTTP2Stream, _ count: Int) {
        nghttp2_session_consume_stream(session, stream.id, count)
        if !isInSession { askForFlush() }
    }

    // MARK: The list of open streams, each of which is retained once

    func open(_ stream: HTTP2Stream, _ id: Int32) {
        _ = Unmanaged.passRetained(stream)
        stream.id = id
        stream.connection = self
        stream.next = firstStream
        firstStream?.previous = stream
        firstStream = stream
        streamCount += 1
        idleDue = .max
    }

    /// Takes a stream off the list and tells its handler, and the delegate, that it is over.
    func finish(_ stream: HTTP2Stream, _ code: HTTP2ErrorCode) {
        if let previous = stream.previous { previous.next = stream.next } else { firstStream = stream.next }
        stream.next?.previous = stream.previous
        stream.next = nil
        stream.previous = nil
        streamCount -= 1
        stream.connection = nil
        stream.outgoing.removeAll()
        stream.trailers = nil
        if streamCount == 0 { startIdling() }
        let handler = stream.handler
        stream.handler = nil
        handler?.closed(code)
        delegate?.connection(self, ended: stream)
        Unmanaged.passUnretained(stream).release()
    }
}
