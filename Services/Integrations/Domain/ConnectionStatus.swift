/// How a connection is. Raw values are what the database holds.
enum ConnectionStatus: String, CaseIterable, Sendable {
    /// Credentials were tried and are stored.
    case connected
    /// The platform no longer takes the credentials.
    case needsReconnect = "needs_reconnect"
}
