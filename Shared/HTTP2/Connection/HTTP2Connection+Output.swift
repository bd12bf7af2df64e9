import CNGHTTP2
import EventLoop
import Glibc

extension HTTP2Connection: WakeEndHandler {
    /// Writes of one wake at most, so that one large answer does not keep the other connections waiting.
    private static let writesPerWake = 8

    /// Has the output written at the end of this wake.
    func askForFlush() {
        guard !isFlushAsked, phase != .closed else { return }
        isFlushAsked = true
        loop.atWakeEnd(self)
    }

    package func wakeEnded() {
        isFlushAsked = false
        guard phase != .closed else { return }
        if writePending() { flush() }
        if phase != .closed { armNext() }
        tellDrained()
    }

    private func flush() {
        for _ in 0..<Self.writesPerWake {
            guard collect() else { return }
            if buffers.outputCount == 0 {
                endWhenDone()
                return
            }
            guard writeCollected() else { return }
        }
        askForFlush()
    }

    /// Has the session fill the output buffer. False when the connection could not go on.
    private func collect() -> Bool {
        buffers.outputCount = 0
        guard let session else { return false }
        isInSession = true
        var failure: Int32 = 0
        while !buffers.isFull {
            var bytes: UnsafePointer<UInt8>?
            let count = nghttp2_session_mem_send(session, &bytes)
            if count < 0 {
                failure = Int32(count)
                break
            }
            guard count > 0, let bytes else { break }
            buffers.extend(by: count).copyMemory(from: bytes, byteCount: count)
        }
        isInSession = false
        if phase == .closed {
            deleteSession()
            return false
        }
        if failure < 0 {
            close(endReason ?? .protocolError(String(cString: nghttp2_strerror(failure))))
            return false
        }
        if case .flooded(let what) = endReason, phase < .ending { end(.flooded(what), .enhanceYourCalm) }
        return true
    }

    /// Writes what was collected. False when the socket did not take all of it.
    private func writeCollected() -> Bool {
        let bytes = UnsafeRawBufferPointer(rebasing: buffers.output[..<buffers.outputCount])
        let written = write(bytes)
        guard phase != .closed else { return false }
        guard written < bytes.count else { return true }
        pending = [UInt8](bytes[written...])
        pendingOffset = 0
        waitForSocket()
        return false
    }

    /// Writes what an earlier wake could not. True when nothing is left of it.
    private func writePending() -> Bool {
        guard !pending.isEmpty else { return true }
        let written = pending.withUnsafeBytes { write(UnsafeRawBufferPointer(rebasing: $0[pendingOffset...])) }
        guard phase != .closed else { return false }
        pendingOffset += written
        if pendingOffset < pending.count {
            if written > 0 { writeDue = .max }
            waitForSocket()
            return false
        }
        pending = []
        pendingOffset = 0
        writeDue = .max
        return true
    }

    private func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        while true {
            let count = Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            if count >= 0 { return count }
            if errno == EINTR { continue }
            if errno != EAGAIN { close(endReason ?? .system(errno)) }
            return 0
        }
    }

    private func waitForSocket() {
        if writeDue == .max { writeDue = after(configuration.writeTimeout) }
        if let session, nghttp2_session_get_outbound_queue_size(session) > configuration.maximumQueuedFrames {
            close(.flooded("more than \(configuration.maximumQueuedFrames) frames wait for a peer that does not read"))
            return
        }
        guard !isWatchingWrites else { return }
        isWatchingWrites = true
        watch([.readable, .writable])
    }

    func watch(_ interest: Readiness) {
        do { try loop.rewatch(descriptor, for: interest) } catch { close(.system(error.code)) }
    }

    // MARK: Drained streams

    func willTellDrained(_ stream: HTTP2Stream) {
        drainedStreams.append(stream)
    }

    private func tellDrained() {
        guard !drainedStreams.isEmpty else { return }
        let streams = drainedStreams
        drainedStreams.removeAll(keepingCapacity: true)
        for stream in streams where stream.isOpen { stream.handler?.drained() }
    }

    // MARK: Frames, for the session

    /// `nghttp2_data_source_read_callback`: how much comes next; the bytes themselves go from the stream to the output in `sendData`.
    func readPart(_ stream: HTTP2Stream, _ limit: Int, _ flags: UnsafeMutablePointer<UInt32>) -> Int {
        switch stream.nextPart(limit: limit) {
        case .nothingYet:
            return Int(NGHTTP2_ERR_DEFERRED.rawValue)
        case .bytes(let count, let isLast):
            flags.pointee |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
            guard isLast else { return count }
            flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue
            if let trailers = stream.trailers {
                flags.pointee |= NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
                stream.trailers = nil
                guard nghttp2_submit_trailer(session, stream.id, trailers.pointer, trailers.count) == 0 else {
                    return Int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue)
                }
            }
            return count
        }
    }

    /// `nghttp2_send_data_callback`: the head of a DATA frame and its bytes.
    func sendData(
        _ frame: UnsafeMutablePointer<nghttp2_frame>, _ head: UnsafePointer<UInt8>, _ count: Int, _ source: UnsafeMutableRawPointer?
    ) -> Int32 {
        guard !buffers.isFull else { return NGHTTP2_ERR_WOULDBLOCK.rawValue }
        guard let source else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
        return Unmanaged<HTTP2Stream>.fromOpaque(source)._withUnsafeGuaranteedRef { stream in
            guard stream.outgoing.count >= count else { return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue }
            let target = buffers.extend(by: Self.frameHeadBytes + count)
            target.copyMemory(from: head, byteCount: Self.frameHeadBytes)
            stream.take(count, to: target + Self.frameHeadBytes)
            return 0
        }
    }

    /// RFC 9113 §4.1.
    private static let frameHeadBytes = 9

    func sentFrame(_ frame: UnsafePointer<nghttp2_frame>) -> Int32 {
        let head = frame.pointee.hd
        switch UInt32(head.type) {
        case NGHTTP2_HEADERS.rawValue, NGHTTP2_DATA.rawValue:
            guard role == .server, head.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0 else { break }
            // The answer is complete and the request is not: the rest is not wanted (RFC 9113 §8.1).
            withStream(head.stream_id) { if !$0.hasReceivedEnd { $0.reset(.noError) } }
        case NGHTTP2_RST_STREAM.rawValue:
            var isOurs = false
            withStream(head.stream_id) { isOurs = $0.resetCode != nil }
            if !isOurs, !ownResets.spend(now: loop.now) {
                endReason = .flooded("too many broken streams")
            }
        case NGHTTP2_GOAWAY.rawValue:
            // nghttp2 ends the connection by itself when the peer breaks a rule.
            let code = HTTP2ErrorCode(rawValue: frame.pointee.goaway.error_code)
            if code != .noError, phase < .ending { endReason = endReason ?? .protocolError("\(code)") }
            // The first GOAWAY of a drain has left: the answer to a PING behind it tells that it was seen.
            if noticeDue != .max { nghttp2_submit_ping(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), nil) }
        default:
            break
        }
        return 0
    }
}
