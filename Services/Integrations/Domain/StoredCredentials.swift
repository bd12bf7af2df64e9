/// Credentials out of the database, with what they belong to.
struct StoredCredentials: Equatable, Sendable {
    let credentials: EventsCredentials
    /// The connection's version that they are.
    let version: Int64
    /// Whether the platform still takes them, as far as is known.
    let status: ConnectionStatus
}
