import CNGHTTP2

extension HTTP2Stream {
    /// A writer should wait with more than this many bytes waiting.
    package static var highWaterBytes: Int { 64 << 10 }
    /// A writer that waits is told when fewer than this many wait.
    package static var lowWaterBytes: Int { 16 << 10 }

    /// Bytes that wait for the peer's window or the socket.
    package var waitingBytes: Int { outgoing.count }

    /// Whether it is open: what is sent on it can reach the peer.
    package var isOpen: Bool { connection != nil && resetCode == nil }

    /// Sends the head of an answer. With `isEnd` it is all there is.
    package func send(head: HTTP2Fields, isEnd: Bool = false) {
        guard let connection, isOpen, !hasSentHead else { return }
        hasSentHead = true
        hasSentEnd = isEnd
        connection.submitResponse(self, head, hasBody: !isEnd)
    }

    /// Sends bytes of the body, as soon as the peer's windows allow. The head must have been sent or follow in this wake.
    package func send(_ chunk: [UInt8]) {
        guard let connection, isOpen, !hasSentEnd else { return }
        outgoing.append(chunk)
        if isDeferred { connection.resume(self) }
    }

    /// Ends this side of the stream, after all that was sent before.
    package func sendEnd(trailers: HTTP2Fields? = nil) {
        guard let connection, isOpen, !hasSentEnd else { return }
        hasSentEnd = true
        self.trailers = trailers
        if isDeferred { connection.resume(self) }
    }

    /// Sends a whole answer: one submission instead of three.
    package func send(head: HTTP2Fields, body: [UInt8], trailers: HTTP2Fields?) {
        guard let connection, isOpen, !hasSentHead else { return }
        outgoing.append(body)
        self.trailers = trailers
        hasSentHead = true
        hasSentEnd = true
        connection.submitResponse(self, head, hasBody: true)
    }

    /// Asks for one call of `drained`.
    package func awaitDrain() { isDrainAwaited = true }

    /// Tells the peer that `count` bytes of the body have been dealt with, so that it may send as many more.
    package func consume(_ count: Int) {
        guard let connection, !hasReceivedEnd, count > 0 else { return }
        connection.consume(self, count)
    }

    /// Ends the stream at once in both directions; bytes that wait are dropped. `closed` follows.
    package func reset(_ code: HTTP2ErrorCode) {
        guard let connection, isOpen else { return }
        resetCode = code
        outgoing.removeAll()
        connection.submitReset(self, code)
    }

    // MARK: For the session

    /// What the session may send now, at most `limit` bytes.
    func nextPart(limit: Int) -> OutgoingPart {
        let count = min(limit, outgoing.count)
        if count == 0, !hasSentEnd {
            isDeferred = true
            return .nothingYet
        }
        isDeferred = false
        return .bytes(count, isLast: hasSentEnd && count == outgoing.count)
    }

    /// Copies bytes that `nextPart` announced.
    func take(_ count: Int, to target: UnsafeMutableRawPointer) {
        outgoing.take(count, to: target)
        if isDrainAwaited, outgoing.count < Self.lowWaterBytes {
            isDrainAwaited = false
            connection?.willTellDrained(self)
        }
    }
}

/// What a stream has for its session.
enum OutgoingPart {
    case nothingYet
    case bytes(Int, isLast: Bool)
}
