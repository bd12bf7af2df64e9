import CNGHTTP2

/// The callbacks handed to nghttp2 when a session is made: each finds the connection and calls one method of it.
///
/// *Owns* an `nghttp2_session_callbacks`; nghttp2 copies it into the session, so it need only live until then.
/// nghttp2's rule is kept by the connection: nothing called from here sends, receives or deletes the session.
struct SessionCallbacks: ~Copyable {
    let pointer: OpaquePointer

    init() throws(HTTP2Error) {
        var made: OpaquePointer?
        try check(nghttp2_session_callbacks_new(&made), doing: "nghttp2_session_callbacks_new")
        guard let made else { throw HTTP2Error(.session(NGHTTP2_ERR_NOMEM.rawValue), "nghttp2_session_callbacks_new") }
        pointer = made
        nghttp2_session_callbacks_set_on_begin_headers_callback(pointer) { _, frame, user in
            guard let frame, let user else { return callbackFailure }
            return connection(user) { $0.beganHeaders(frame) }
        }
        nghttp2_session_callbacks_set_on_header_callback2(pointer) { _, _, name, value, _, user in
            guard let name, let value, let user else { return callbackFailure }
            return connection(user) { $0.receivedHeader(name: name, value: value) }
        }
        nghttp2_session_callbacks_set_on_frame_recv_callback(pointer) { _, frame, user in
            guard let frame, let user else { return callbackFailure }
            return connection(user) { $0.receivedFrame(frame) }
        }
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(pointer) { _, _, id, bytes, count, user in
            guard let user else { return callbackFailure }
            return connection(user) { $0.receivedData(id, UnsafeRawBufferPointer(start: bytes, count: count)) }
        }
        nghttp2_session_callbacks_set_on_stream_close_callback(pointer) { _, id, code, user in
            guard let user else { return callbackFailure }
            return connection(user) { $0.streamClosed(id, HTTP2ErrorCode(rawValue: code)) }
        }
        nghttp2_session_callbacks_set_on_frame_send_callback(pointer) { _, frame, user in
            guard let frame, let user else { return callbackFailure }
            return connection(user) { $0.sentFrame(frame) }
        }
        nghttp2_session_callbacks_set_send_data_callback(pointer) { _, frame, head, count, source, user in
            guard let frame, let head, let source, let user else { return callbackFailure }
            return connection(user) { $0.sendData(frame, head, count, source.pointee.ptr) }
        }
    }

    deinit { nghttp2_session_callbacks_del(pointer) }
}

private let callbackFailure = NGHTTP2_ERR_CALLBACK_FAILURE.rawValue

/// The connection whose session calls back. It is alive: it deletes its session before it goes.
@inline(__always)
private func connection(_ user: UnsafeMutableRawPointer, _ body: (HTTP2Connection) -> Int32) -> Int32 {
    Unmanaged<HTTP2Connection>.fromOpaque(user)._withUnsafeGuaranteedRef(body)
}

/// Reads the next part of a stream's body (`nghttp2_data_source_read_callback`): only its length, the bytes follow in `sendData`.
func readOutgoing(
    _ session: OpaquePointer?, _ id: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ limit: Int,
    _ flags: UnsafeMutablePointer<UInt32>?, _ source: UnsafeMutablePointer<nghttp2_data_source>?, _ user: UnsafeMutableRawPointer?
) -> Int {
    guard let flags, let user, let stream = source?.pointee.ptr else { return Int(callbackFailure) }
    return Unmanaged<HTTP2Connection>.fromOpaque(user)._withUnsafeGuaranteedRef { connection in
        Unmanaged<HTTP2Stream>.fromOpaque(stream)._withUnsafeGuaranteedRef { connection.readPart($0, limit, flags) }
    }
}
