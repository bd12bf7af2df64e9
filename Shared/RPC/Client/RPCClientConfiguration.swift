package import HTTP2

/// The limits of a client. Each has a default; there is no way to have none.
package struct RPCClientConfiguration: Sendable {
    /// The limits and timers of its connections.
    package var connections = HTTP2Configuration()
    /// The timeout of a call that names none.
    package var defaultTimeout: Duration = .seconds(10)
    /// How long one attempt to connect may take, the name's resolution included.
    package var connectTimeout: Duration = .seconds(5)
    /// The wait after a first failed attempt to connect; it grows by 1.6 and is spread by chance. Calls made meanwhile fail at once.
    package var reconnectDelay: Duration = .milliseconds(100)
    /// The longest wait between attempts.
    package var maximumReconnectDelay: Duration = .seconds(5)
    /// Whether calls wait for a connection, up to their deadline, instead of failing when an attempt to connect fails.
    package var waitsForReady = false
    /// The largest reply taken, in bytes.
    package var maximumMessageBytes = 4 << 20
    /// Calls on one loop that may wait for a connection or a free stream. Past it a call is refused with `resourceExhausted`.
    package var maximumWaitingCalls = 1024

    package init() {}
}
