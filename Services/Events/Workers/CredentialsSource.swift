/// Where credentials come from. One for each loop, confined to it.
protocol CredentialsSource: Sendable {
    /// The credentials of a lane as they are now.
    func credentials(for lane: Lane) async -> Result<DeliveryCredentials, CredentialsFailure>
    /// Says that the platform refused them: they are not used again, and their owner is told.
    func refused(_ credentials: DeliveryCredentials, of lane: Lane, reason: String)
    /// Forgets what is kept for a lane: its connection has changed.
    func forget(_ lane: Lane)
}

/// Why there are no credentials.
enum CredentialsFailure: Error, Equatable, Sendable {
    /// The tenant is not connected with the platform.
    case notConnected
    /// The platform refused these, and there are no others yet.
    case refused(reason: String)
    /// Nobody can say at present.
    case unavailable(retryAfter: Duration)
}
