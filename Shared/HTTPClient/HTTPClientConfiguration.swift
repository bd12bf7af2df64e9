/// The limits of an HTTP client.
package struct HTTPClientConfiguration: Sendable {
    /// Requests in flight to one host, each on a connection of its own.
    package var connectionsPerHostMax: Int
    /// Requests in flight to all hosts.
    package var connectionsMax: Int
    /// Requests that wait for a connection; one more is refused as `queueFull`.
    package var waitingMax: Int
    /// Time for name, connect and TLS, within the request's own timeout.
    package var connectTimeout: Duration
    /// How long an idle connection is kept for another request.
    package var idleTimeout: Duration
    /// Bytes of a response's body; a longer one is `tooLarge`.
    package var bodyBytesMax: Int
    /// Bytes of a response's headers, all together.
    package var headerBytesMax: Int
    /// PEM file of the certificate authorities to trust; nil for the system's.
    package var trustedCertificatesFile: String?
    /// Sent as `User-Agent` unless the request says another.
    package var userAgent: String

    package init(
        connectionsPerHostMax: Int = 16, connectionsMax: Int = 64, waitingMax: Int = 1024, connectTimeout: Duration = .seconds(5),
        idleTimeout: Duration = .seconds(30), bodyBytesMax: Int = 4 << 20, headerBytesMax: Int = 64 << 10,
        trustedCertificatesFile: String? = nil, userAgent: String = "stratum"
    ) {
        self.connectionsPerHostMax = connectionsPerHostMax
        self.connectionsMax = connectionsMax
        self.waitingMax = waitingMax
        self.connectTimeout = connectTimeout
        self.idleTimeout = idleTimeout
        self.bodyBytesMax = bodyBytesMax
        self.headerBytesMax = headerBytesMax
        self.trustedCertificatesFile = trustedCertificatesFile
        self.userAgent = userAgent
    }
}
