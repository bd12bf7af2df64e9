import Synchronization

/// An access token that is kept until shortly before it ends. One call at a time asks for it; a command makes few at once.
final class AccessTokenCache: Sendable {
    private let held = Mutex<(token: String, until: ContinuousClock.Instant)?>(nil)

    /// A token is exchanged again this long before it ends, so that a call under way does not outlive it.
    private static let margin: Duration = .seconds(30)

    /// The token that is held, or what `exchange` gives.
    func token(
        now: ContinuousClock.Instant, exchange: () async throws -> (token: String, lifetime: Duration)
    ) async throws -> String {
        if let held = held.withLock({ $0 }), held.until > now { return held.token }
        let (token, lifetime) = try await exchange()
        held.withLock { $0 = (token, now + lifetime - Self.margin) }
        return token
    }
}
