/// Checks access tokens offline against the public keys it holds: a value; make another when the keys change.
package struct AccessTokenVerifier: Sendable {
    /// The longest token that is even looked at, in bytes.
    package static let tokenBytesMax = 8192
    private static let headerBytesMax = 512

    /// How far clocks may differ, in seconds.
    package let skewSeconds: Int64
    /// The longest life of a token, in seconds.
    package let lifetimeSecondsMax: Int64
    private let keys: [String: VerifyingKey]

    /// Keys with an id that is there already are ignored: the first wins, so put the most trusted first.
    package init(keys: [VerifyingKey], skewSeconds: Int64 = 30, lifetimeSecondsMax: Int64 = 86_400) {
        self.keys = Dictionary(keys.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.skewSeconds = skewSeconds
        self.lifetimeSecondsMax = lifetimeSecondsMax
    }

    package var keyIDs: Set<String> { Set(keys.keys) }

    /// The claims of a token that is genuine, meant for Stratum, and valid at `now` (Unix seconds).
    ///
    /// Nothing of the claims is looked at before the signature has been found right. Costs some 50 µs: keep the answer
    /// (`AccessTokenCache`).
    package func verify(_ token: [UInt8], now: Int64) throws(AccessTokenError) -> AccessToken {
        guard token.count <= Self.tokenBytesMax else { throw .malformed }
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count <= Self.headerBytesMax, let header = Base64.decode(parts[0], .urlSafe),
            let claims = Base64.decode(parts[1], .urlSafe), let signature = Base64.decode(parts[2], .urlSafe)
        else { throw .malformed }
        let key = try key(header)
        guard key.isSignature(signature, of: Array(token[..<parts[1].endIndex])) else { throw .badSignature }
        return try accessToken(claims, signedWith: key, now: now)
    }

    package func verify(_ token: String, now: Int64) throws(AccessTokenError) -> AccessToken {
        try verify(Array(token.utf8), now: now)
    }

    // MARK: Parts

    private func key(_ bytes: [UInt8]) throws(AccessTokenError) -> VerifyingKey {
        guard let header = FlatJSON.members(bytes) else { throw .malformed }
        guard header["alg"] == .string("EdDSA") else { throw .wrongAlgorithm }
        guard Set(header.keys).isSubset(of: ["alg", "typ", "kid"]) else { throw .unexpectedHeader }
        guard header["typ"] == .string(AccessToken.type) else { throw .wrongType }
        guard case .string(let id) = header["kid"], let key = keys[id] else { throw .unknownKey }
        return key
    }

    private func accessToken(_ bytes: [UInt8], signedWith key: VerifyingKey, now: Int64) throws(AccessTokenError) -> AccessToken {
        guard let claims = FlatJSON.members(bytes),
            case .string(let issuer) = claims["iss"], case .string(let subject) = claims["sub"], !subject.isEmpty,
            case .int(let issuedAt) = claims["iat"], case .int(let expiresAt) = claims["exp"],
            case .string(let kindName) = claims["kind"], let kind = AccessToken.Kind(rawValue: kindName)
        else { throw .malformed }
        guard claims["aud"] == .string(AccessToken.audience) else { throw .wrongAudience }
        guard issuer == key.issuer else { throw .wrongIssuer }
        guard key.kinds.contains(kind), kind != .service || subject == key.issuer else { throw .notAllowed }
        guard expiresAt > issuedAt, issuedAt > 0, expiresAt < 1 << 40 else { throw .malformed }
        guard expiresAt - issuedAt <= lifetimeSecondsMax else { throw .lifetimeTooLong }
        let notBefore = try int(claims["nbf"]) ?? issuedAt
        guard max(issuedAt, notBefore) <= now + skewSeconds else { throw .notYetValid }
        guard now - skewSeconds < expiresAt, key.notAfter.map({ now < $0 }) ?? true else { throw .expired }
        return AccessToken(
            kind: kind, issuer: issuer, subject: subject, tenantID: try string(claims["tenant"]),
            tenantCurrency: try string(claims["currency"]), permissions: try strings(claims["permissions"]),
            isVerified: try bool(claims["verified"]), issuedAt: issuedAt, expiresAt: expiresAt)
    }

    private func string(_ value: FlatJSON.Value?) throws(AccessTokenError) -> String? {
        switch value {
        case nil: nil
        case .string(let text): text
        default: throw .malformed
        }
    }

    private func strings(_ value: FlatJSON.Value?) throws(AccessTokenError) -> [String] {
        switch value {
        case nil: []
        case .strings(let texts): texts
        default: throw .malformed
        }
    }

    private func int(_ value: FlatJSON.Value?) throws(AccessTokenError) -> Int64? {
        switch value {
        case nil: nil
        case .int(let number): number
        default: throw .malformed
        }
    }

    private func bool(_ value: FlatJSON.Value?) throws(AccessTokenError) -> Bool {
        switch value {
        case nil: false
        case .bool(let flag): flag
        default: throw .malformed
        }
    }
}
