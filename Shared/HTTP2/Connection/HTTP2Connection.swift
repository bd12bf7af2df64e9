import CNGHTTP2
package import EventLoop
import Glibc

/// One connection: an nghttp2 session and a socket on a loop.
///
/// *Owns* both; *confined* to its loop; *valid* until the delegate is told that it is closed. Input is read as it comes; output is made and
/// written once, at the end of the wake, and only as much of it as the socket takes: what the peer does not read stays with the streams.
package final class HTTP2Connection: @unchecked Sendable {
    package enum Role: Sendable, Hashable {
        case client
        case server
    }

    /// How far its life has gone.
    enum Phase: Int, Comparable {
        /// Waiting for the peer's preface and SETTINGS.
        case handshaking
        case open
        /// No more streams are taken or made; those that run may finish.
        case draining
        /// The last GOAWAY is queued; nothing is read for the session any more.
        case ending
        /// All is written; waiting for the peer's end so that it can still read what was.
        case lingering
        case closed

        static func < (left: Phase, right: Phase) -> Bool { left.rawValue < right.rawValue }
    }

    package let loop: EventLoop
    package let role: Role
    /// The address of the other end, e.g. `127.0.0.1:40312`.
    package let peer: String
    package let configuration: HTTP2Configuration
    /// Let go when the connection is closed.
    var delegate: (any HTTP2ConnectionDelegate)?

    var session: OpaquePointer?
    let descriptor: Int32
    let buffers: LoopBuffers
    let block: HTTP2HeaderBlock
    var phase = Phase.handshaking
    /// Whether nghttp2 is at work: then it must be neither called to send or receive, nor deleted.
    var isInSession = false
    /// Why the connection is to end, once something has been found.
    var endReason: HTTP2CloseReason?

    // Streams
    unowned(unsafe) var firstStream: HTTP2Stream?
    /// Streams that are open.
    package internal(set) var streamCount = 0
    var drainedStreams: [HTTP2Stream] = []

    // Output
    var pending: [UInt8] = []
    var pendingOffset = 0
    var isFlushAsked = false
    var isWatchingWrites = false

    // Limits
    var ownResets: FrameBudget
    var idleFrames: FrameBudget

    // Timers: when each is due in the loop's nanoseconds, `.max` when it does not run.
    var timer: LoopTimer?
    var timerDue = UInt64.max
    var handshakeDue = UInt64.max
    var headerDue = UInt64.max
    var writeDue = UInt64.max
    var idleDue = UInt64.max
    var noticeDue = UInt64.max
    var lingerDue = UInt64.max

    /// Takes over a connected, non-blocking socket, also when it throws. On the loop.
    init(
        role: Role, descriptor: Int32, peer: String, loop: EventLoop, buffers: LoopBuffers, configuration: HTTP2Configuration,
        delegate: any HTTP2ConnectionDelegate
    ) throws(HTTP2Error) {
        loop.preconditionIsCurrent()
        self.role = role
        self.descriptor = descriptor
        self.peer = peer
        self.loop = loop
        self.buffers = buffers
        self.configuration = configuration
        self.delegate = delegate
        block = HTTP2HeaderBlock(limit: configuration.maximumHeaderListBytes)
        ownResets = FrameBudget(configuration.ownResets)
        idleFrames = FrameBudget(configuration.idleFrames)
        do throws(HTTP2Error) {
            try makeSession()
            try submitSettings()
            do throws(EventLoopError) { try loop.watch(descriptor, for: .readable, handler: self) } catch {
                throw .system(error.operation, code: error.code)
            }
        } catch {
            nghttp2_session_del(session)
            session = nil
            phase = .closed
            Glibc.close(descriptor)
            throw error
        }
        handshakeDue = after(configuration.handshakeTimeout)
        arm(handshakeDue)
        askForFlush()
    }

    deinit {
        // Its loop was let go with the connection still open.
        guard phase != .closed else { return }
        nghttp2_session_del(session)
        Glibc.close(descriptor)
    }

    /// Ends the connection and everything on it at once.
    package func close() {
        loop.preconditionIsCurrent()
        close(.local)
    }

    private func makeSession() throws(HTTP2Error) {
        let callbacks = try SessionCallbacks()
        let options = try SessionOptions(configuration)
        let user = Unmanaged.passUnretained(self).toOpaque()
        let code = buffers.memory.withFunctions { memory in
            role == .server
                ? nghttp2_session_server_new3(&session, callbacks.pointer, user, options.pointer, memory)
                : nghttp2_session_client_new3(&session, callbacks.pointer, user, options.pointer, memory)
        }
        try check(code, doing: "nghttp2_session_new")
    }

    private func submitSettings() throws(HTTP2Error) {
        var settings = [
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS.rawValue),
                value: role == .server ? UInt32(configuration.maximumConcurrentStreams) : 0),
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE.rawValue), value: UInt32(configuration.streamWindowBytes)),
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE.rawValue), value: UInt32(configuration.maximumHeaderListBytes)),
            nghttp2_settings_entry(settings_id: Int32(NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES.rawValue), value: 1),
        ]
        if role == .client {
            settings.append(nghttp2_settings_entry(settings_id: Int32(NGHTTP2_SETTINGS_ENABLE_PUSH.rawValue), value: 0))
        }
        try check(
            nghttp2_submit_settings(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), settings, settings.count), doing: "nghttp2_submit_settings")
        try check(
            nghttp2_session_set_local_window_size(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0, configuration.connectionWindowBytes),
            doing: "nghttp2_session_set_local_window_size")
    }
}
