/// Why a connection is gone.
package enum HTTP2CloseReason: Sendable, Equatable {
    /// This side closed it, or a drain has ended.
    case local
    /// The peer closed it.
    case peer
    /// Reading or writing failed; the code is `errno`.
    case system(Int32)
    /// The peer broke the protocol; the text is nghttp2's.
    case protocolError(String)
    /// The peer asked for too much of something.
    case flooded(String)
    /// A timer ran out.
    case timedOut(Timer)

    /// The timers of a connection.
    package enum Timer: Sendable, Hashable {
        case connect
        case handshake
        case header
        case idle
        case write
    }
}
