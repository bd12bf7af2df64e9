/// Remembers tokens that were found genuine, so that a call costs a look-up and not a signature check. A value for one loop.
///
/// Bounded; holds good tokens only, so bad ones cannot fill it. A token ends here when it expires, when its key does, and when the verifier
/// is replaced.
package struct AccessTokenCache: Sendable {
    private var verifier: AccessTokenVerifier
    private let entriesMax: Int
    /// By the digest of the token: quicker to find than the token, and a look into memory shows none.
    private var tokens: [SHA256Digest: AccessToken] = [:]
    /// From then on everything is checked again from the ground.
    private var forgetAt: Int64 = 0

    /// The end of a key is seen after so many seconds at the latest.
    private static let recheckSeconds: Int64 = 60

    package init(verifier: AccessTokenVerifier, entriesMax: Int = 4096) {
        precondition(entriesMax > 0, "a cache without room")
        self.verifier = verifier
        self.entriesMax = entriesMax
    }

    /// Uses other keys from here on, and forgets what it knew.
    package mutating func replace(verifier: AccessTokenVerifier) {
        self.verifier = verifier
        tokens.removeAll(keepingCapacity: true)
    }

    /// As `AccessTokenVerifier.verify`.
    package mutating func verify(_ token: [UInt8], now: Int64) throws(AccessTokenError) -> AccessToken {
        if now >= forgetAt || forgetAt - now > Self.recheckSeconds {
            tokens.removeAll(keepingCapacity: true)
            forgetAt = now + Self.recheckSeconds
        }
        let digest = SHA256.digest(of: token)
        if let known = tokens[digest] {
            if now - verifier.skewSeconds < known.expiresAt { return known }
            tokens[digest] = nil
            throw .expired
        }
        let claims = try verifier.verify(token, now: now)
        if tokens.count >= entriesMax { tokens.removeAll(keepingCapacity: true) }
        tokens[digest] = claims
        return claims
    }
}
