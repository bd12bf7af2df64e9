import CNGHTTP2

/// The options with which a session is made. *Owns* an `nghttp2_option`; nghttp2 copies it, so it need only live until then.
struct SessionOptions: ~Copyable {
    let pointer: OpaquePointer

    init(_ configuration: HTTP2Configuration) throws(HTTP2Error) {
        var made: OpaquePointer?
        try check(nghttp2_option_new(&made), doing: "nghttp2_option_new")
        guard let made else { throw HTTP2Error(.session(NGHTTP2_ERR_NOMEM.rawValue), "nghttp2_option_new") }
        pointer = made
        // Windows are reopened when bytes have been taken, not when they arrive: that is the back-pressure.
        nghttp2_option_set_no_auto_window_update(pointer, 1)
        // Closed streams are kept for RFC 7540 priorities only, which nobody sends to be obeyed.
        nghttp2_option_set_no_closed_streams(pointer, 1)
        nghttp2_option_set_stream_reset_rate_limit(
            pointer, UInt64(configuration.peerResets.burst), UInt64(configuration.peerResets.perSecond))
        // Until the peer's SETTINGS are there; what is past it waits in our own bounded queue.
        nghttp2_option_set_peer_max_concurrent_streams(pointer, 100)
        nghttp2_option_set_max_deflate_dynamic_table_size(pointer, 4096)
    }

    deinit { nghttp2_option_del(pointer) }
}
