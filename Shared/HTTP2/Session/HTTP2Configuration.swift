/// The limits and timers of the connections of one listener or connector.
///
/// There is no way to have none; the defaults suit services that call each other, and the public edge stands behind a proxy.
package struct HTTP2Configuration: Sendable {
    /// Streams the peer may have open at once on a connection (SETTINGS_MAX_CONCURRENT_STREAMS). Past it nghttp2 refuses the stream.
    package var maximumConcurrentStreams = 256
    /// A header list's size, the sum of name + value + 32 (SETTINGS_MAX_HEADER_LIST_SIZE, RFC 9113 §10.5.1).
    /// Past it the block is marked, and what does not fit is not kept; past sixteen times it the connection ends.
    package var maximumHeaderListBytes = 16 << 10
    /// What the peer may send on a stream before it is taken (SETTINGS_INITIAL_WINDOW_SIZE).
    package var streamWindowBytes: Int32 = 256 << 10
    /// What the peer may send on a connection before it has been read.
    package var connectionWindowBytes: Int32 = 1 << 20
    /// Connections of one listener that may be open at once. Past it a connection is closed as soon as it was taken.
    package var maximumConnections = 4096

    /// From the first byte to the peer's preface and SETTINGS.
    package var handshakeTimeout: Duration = .seconds(10)
    /// From the first frame of a header block to its last.
    package var headerTimeout: Duration = .seconds(10)
    /// How long a connection without streams is kept. Past it the connection is drained.
    package var idleTimeout: Duration = .seconds(300)
    /// How long a peer may take none of the bytes that wait for it. Past it the connection is cut.
    package var writeTimeout: Duration = .seconds(30)
    /// How long a drain waits for the peer to answer the first of its two GOAWAYs.
    package var drainNoticeTimeout: Duration = .seconds(1)

    /// RST_STREAM frames taken from a peer: a burst, and how many a second after that. Callers that cancel 200 calls a second are fine;
    /// an attacker is bounded (CVE-2023-44487).
    package var peerResets = HTTP2RateLimit(burst: 2000, perSecond: 500)
    /// RST_STREAM frames that a peer makes this side send by breaking rules (CVE-2025-8671). Past it the connection ends.
    package var ownResets = HTTP2RateLimit(burst: 500, perSecond: 50)
    /// Frames that do no work: PING, SETTINGS, PRIORITY, empty DATA. Past it the connection ends.
    package var idleFrames = HTTP2RateLimit(burst: 5000, perSecond: 500)
    /// Frames that may wait to be written while a peer does not read. Past it the connection is cut.
    package var maximumQueuedFrames = 4096

    package init() {}
}

/// How often something may happen: `burst` times at once, and then `perSecond` times a second.
package struct HTTP2RateLimit: Sendable, Hashable {
    package var burst: Int
    package var perSecond: Int

    package init(burst: Int, perSecond: Int) {
        self.burst = burst
        self.perSecond = perSecond
    }
}
