/// Where an HTTP server listens, and its limits.
package struct HTTPServerConfiguration: Sendable {
    /// A numeric IPv4 or IPv6 address; names are not resolved.
    package var address: String
    /// 0 lets the system choose.
    package var port: UInt16
    /// Threads that read, call the handler and write.
    package var threads: Int
    /// Connections at one time; more are closed as they come.
    package var connectionsMax: Int
    /// How long a connection may be silent, in whole seconds.
    package var idleSecondsMax: Int
    /// Bytes of a request's body; a longer one is answered 413 and never given to the handler.
    package var bodyBytesMax: Int
    /// Memory of one connection for its request head and its buffers: what is too long for it is answered 431 or 414.
    package var connectionMemoryBytes: Int

    package init(
        address: String = "127.0.0.1", port: UInt16 = 0, threads: Int = 2, connectionsMax: Int = 256, idleSecondsMax: Int = 60,
        bodyBytesMax: Int = 1 << 20, connectionMemoryBytes: Int = 64 << 10
    ) {
        self.address = address
        self.port = port
        self.threads = threads
        self.connectionsMax = connectionsMax
        self.idleSecondsMax = idleSecondsMax
        self.bodyBytesMax = bodyBytesMax
        self.connectionMemoryBytes = connectionMemoryBytes
    }
}
