package import HTTP2

/// The address and the limits of a server. Each limit has a default and an answer for what is past it.
package struct RPCServerConfiguration: Sendable {
    /// `host:port`, numeric; port 0 takes a free one.
    package var address: String
    /// The limits and timers of its connections.
    package var connections = HTTP2Configuration()
    /// The largest request taken, in bytes; a larger one is refused with `resourceExhausted` before it is stored.
    package var maximumMessageBytes = 4 << 20
    /// Bytes that one loop sets aside for requests that are not complete yet. Past it the call at hand is refused with `resourceExhausted`.
    package var maximumAssemblyBytes = 64 << 20
    /// Handlers that may run at once, over all loops. Past it a call is refused with `resourceExhausted` at once.
    package var maximumRunningHandlers = 4096

    package init(address: String) { self.address = address }
}
