import CNGHTTP2
package import EventLoop
import Glibc

extension HTTP2Connection: ReadinessHandler {
    /// Reads of one wake at most, so that one busy connection does not keep the others waiting.
    private static let readsPerWake = 4

    package func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) {
            isWatchingWrites = false
            watch(.readable)
            askForFlush()
        }
        guard readiness != .writable else { return }
        for _ in 0..<Self.readsPerWake where phase != .closed {
            let count = recv(descriptor, buffers.input.baseAddress, buffers.input.count, 0)
            if count > 0 {
                received(UnsafeRawBufferPointer(rebasing: buffers.input[..<count]))
                if count < buffers.input.count { return }
            } else if count == 0 {
                close(endReason ?? .peer)
            } else if errno != EINTR {
                if errno != EAGAIN { close(endReason ?? .system(errno)) }
                return
            }
        }
    }

    private func received(_ bytes: UnsafeRawBufferPointer) {
        // What comes after the end was decided is read only so that the peer can go on to read our GOAWAY.
        guard phase < .ending, let session else { return }
        isInSession = true
        let taken = nghttp2_session_mem_recv(session, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
        isInSession = false
        if phase == .closed {
            deleteSession()
        } else if taken < 0 {
            sessionFailed(Int32(taken))
        } else {
            // What this input is answered with goes out as soon as the handlers that it started have run.
            isFlushAsked = true
            loop.atDispatchEnd(self)
        }
    }

    /// After a negative answer: the session is unusable but for a last GOAWAY.
    func sessionFailed(_ code: Int32) {
        guard phase < .ending else { return }
        let reason = endReason ?? .protocolError(String(cString: nghttp2_strerror(code)))
        switch reason {
        case .flooded: end(reason, .enhanceYourCalm)
        case .timedOut: end(reason, .noError)
        default:
            let isFlood = code == NGHTTP2_ERR_FLOODED.rawValue || code == NGHTTP2_ERR_TOO_MANY_CONTINUATIONS.rawValue
            end(reason, isFlood ? .enhanceYourCalm : .protocolError)
        }
    }

    // MARK: Frames, from the session

    func beganHeaders(_ frame: UnsafePointer<nghttp2_frame>) -> Int32 {
        block.removeAll()
        // Only a block that is not whole within one read needs a timer.
        headerDue = after(configuration.headerTimeout)
        return 0
    }

    func receivedHeader(name: OpaquePointer, value: OpaquePointer) -> Int32 {
        block.append(name: name, value: value)
        guard block.listBytes > 16 * configuration.maximumHeaderListBytes else { return 0 }
        return fail(.flooded("header list of more than \(16 * configuration.maximumHeaderListBytes) bytes"))
    }

    func receivedFrame(_ frame: UnsafePointer<nghttp2_frame>) -> Int32 {
        let head = frame.pointee.hd
        switch UInt32(head.type) {
        case NGHTTP2_HEADERS.rawValue:
            headerDue = .max
            return receivedHeaders(frame)
        case NGHTTP2_DATA.rawValue:
            if head.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0 {
                withStream(head.stream_id) { receivedEnd($0) }
            } else if head.length == 0 {
                return countIdleFrame("empty DATA frames")
            }
        case NGHTTP2_SETTINGS.rawValue:
            if head.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) == 0 { return receivedSettings() }
        case NGHTTP2_PING.rawValue:
            if head.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) == 0 { return countIdleFrame("PING frames") }
            if noticeDue != .max { finishDrain() }
        case NGHTTP2_PRIORITY.rawValue:
            return countIdleFrame("PRIORITY frames")
        case NGHTTP2_GOAWAY.rawValue:
            if role == .client, phase < .draining {
                phase = .draining
                delegate?.connectionIsDraining(self)
            }
        default:
            break
        }
        return phase == .closed ? NGHTTP2_ERR_CALLBACK_FAILURE.rawValue : 0
    }

    func receivedData(_ id: Int32, _ bytes: UnsafeRawBufferPointer) -> Int32 {
        // The connection's window is reopened at once, so that a stream whose bytes are not taken holds up only itself.
        nghttp2_session_consume_connection(session, bytes.count)
        withStream(id) { $0.handler?.received(bytes: bytes) }
        return phase == .closed ? NGHTTP2_ERR_CALLBACK_FAILURE.rawValue : 0
    }

    func streamClosed(_ id: Int32, _ code: HTTP2ErrorCode) -> Int32 {
        // A stream that nghttp2 refused by itself was never made known to us.
        withStream(id) { stream in
            nghttp2_session_set_stream_user_data(session, id, nil)
            finish(stream, stream.resetCode ?? code)
        }
        return 0
    }

    /// Hands over the stream of a number, if it was made known. The connection keeps it alive meanwhile.
    @inline(__always)
    func withStream(_ id: Int32, _ body: (HTTP2Stream) -> Void) {
        guard let user = nghttp2_session_get_stream_user_data(session, id) else { return }
        Unmanaged<HTTP2Stream>.fromOpaque(user)._withUnsafeGuaranteedRef(body)
    }

    private func receivedHeaders(_ frame: UnsafePointer<nghttp2_frame>) -> Int32 {
        let head = frame.pointee.hd
        let isEnd = head.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
        let isRequest = frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST
        if role == .server, isRequest {
            guard let delegate else { return 0 }
            let stream = HTTP2Stream()
            open(stream, head.stream_id)
            nghttp2_session_set_stream_user_data(session, head.stream_id, Unmanaged.passUnretained(stream).toOpaque())
            stream.handler = delegate.connection(self, opened: stream, head: block)
            block.removeAll()
            if isEnd { receivedEnd(stream) }
        } else {
            let status = role == .client ? block.value(of: ":status") : nil
            if let status, status.count == 3, status[0] == UInt8(ascii: "1") { return 0 }
            withStream(head.stream_id) { stream in
                stream.handler?.received(fields: block, isTrailers: status == nil)
                if isEnd { receivedEnd(stream) }
            }
            block.removeAll()
        }
        return phase == .closed ? NGHTTP2_ERR_CALLBACK_FAILURE.rawValue : 0
    }

    private func receivedEnd(_ stream: HTTP2Stream) {
        guard !stream.hasReceivedEnd else { return }
        stream.hasReceivedEnd = true
        stream.handler?.receivedEnd()
    }

    private func receivedSettings() -> Int32 {
        if phase == .handshaking {
            phase = .open
            handshakeDue = .max
            startIdling()
            delegate?.connectionIsReady(self)
        }
        return countIdleFrame("SETTINGS frames")
    }

    private func countIdleFrame(_ what: String) -> Int32 {
        idleFrames.spend(now: loop.now) ? 0 : fail(.flooded("too many \(what)"))
    }

    /// Has the session stop, for a reason that is ours.
    private func fail(_ reason: HTTP2CloseReason) -> Int32 {
        endReason = reason
        return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
    }
}
