import CNGHTTP2
import EventLoop
import Glibc

extension HTTP2Connection {
    /// Whether it takes or makes no more streams.
    package var isDraining: Bool { phase >= .draining }

    /// Ends the connection without losing a call (RFC 9113 §6.8). A server sends a GOAWAY that refuses nothing yet, and the final one
    /// after the peer has had time to see it; a client sends the final one at once. The connection closes with its last stream.
    package func drain() {
        loop.preconditionIsCurrent()
        guard phase < .draining, let session else { return }
        guard role == .server, phase == .open else {
            finishDrain()
            return
        }
        phase = .draining
        nghttp2_submit_shutdown_notice(session)
        noticeDue = after(configuration.drainNoticeTimeout)
        arm(noticeDue)
        askForFlush()
    }

    /// The last GOAWAY of a drain: streams after the last one seen are refused.
    func finishDrain() {
        guard let session, phase < .ending else { return }
        phase = .draining
        noticeDue = .max
        let last = nghttp2_session_get_last_proc_stream_id(session)
        nghttp2_submit_goaway(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, NGHTTP2_NO_ERROR.rawValue, nil, 0)
        askForFlush()
    }

    /// Ends the connection for a reason the peer is told, as far as it still reads. Its streams are closed at once.
    func end(_ reason: HTTP2CloseReason, _ code: HTTP2ErrorCode) {
        guard phase < .ending, let session else { return }
        phase = .ending
        endReason = reason
        nghttp2_session_terminate_session(session, code.rawValue)
        closeStreams(code == .noError ? .cancel : code)
        askForFlush()
    }

    /// After a flush: closes when the session has nothing more to do and everything has been written.
    func endWhenDone() {
        guard let session, nghttp2_session_want_read(session) == 0, nghttp2_session_want_write(session) == 0 else { return }
        guard endReason != nil else {
            close(.local)
            return
        }
        // Closing with unread input would reset the connection and may take our GOAWAY away from the peer: give it time to read.
        guard phase < .lingering else { return }
        phase = .lingering
        shutdown(descriptor, Int32(SHUT_WR))
        lingerDue = loop.now &+ 500_000_000
    }

    /// Ends everything at once and tells the delegate.
    func close(_ reason: HTTP2CloseReason) {
        guard phase != .closed else { return }
        phase = .closed
        timer?.cancel()
        timer = nil
        loop.unwatch(descriptor)
        Glibc.close(descriptor)
        pending = []
        closeStreams(reason == .local ? .cancel : .connectError)
        if !isInSession { deleteSession() }
        let delegate = self.delegate
        self.delegate = nil
        delegate?.connection(self, closed: reason)
    }

    func deleteSession() {
        nghttp2_session_del(session)
        session = nil
    }

    private func closeStreams(_ code: HTTP2ErrorCode) {
        while let stream = firstStream {
            if let session { nghttp2_session_set_stream_user_data(session, stream.id, nil) }
            finish(stream, stream.resetCode ?? code)
        }
    }
}
