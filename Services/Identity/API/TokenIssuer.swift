import FoundationEssentials
import Operations
import Secrets

/// Signs access tokens for API keys and operators, and knows the keys that verify them.
struct TokenIssuer: Sendable {
    /// A token and when it ends, in Unix seconds.
    struct Token {
        let text: String
        let expiresAt: Int64
    }

    /// The issuer's name in its tokens.
    static let issuer = "identity"

    /// The first signs. The others are published with it: one that is to sign soon must be known to everybody before it does, and one that has
    /// signed until lately must be known for the lifetime of a token.
    let keys: [SigningKey]
    /// Seconds that a token lives.
    let lifetimeSeconds: Int64

    init(keys: [SigningKey], lifetime: Duration) {
        precondition(!keys.isEmpty, "a token issuer without a key")
        self.keys = keys
        lifetimeSeconds = lifetime.components.seconds
    }

    /// `now`: Unix seconds.
    func token(for grant: APIKeyGrant, now: Int64) -> Token {
        sign(
            AccessToken(
                kind: .apiKey, issuer: Self.issuer, subject: grant.apiKeyID.uuidString.lowercased(),
                tenantID: grant.tenantID.uuidString.lowercased(), tenantCurrency: grant.currency, permissions: grant.scopes.texts,
                issuedAt: now, expiresAt: now + lifetimeSeconds))
    }

    /// `now`: Unix seconds.
    func operatorToken(now: Int64) -> Token {
        sign(AccessToken(kind: .staff, issuer: Self.issuer, subject: "operator", issuedAt: now, expiresAt: now + lifetimeSeconds))
    }

    private func sign(_ token: AccessToken) -> Token {
        Token(text: token.signed(with: keys[0]), expiresAt: token.expiresAt)
    }

    /// The public halves, trusted to vouch for people, API keys and staff.
    var verifyingKeys: [VerifyingKey] {
        keys.compactMap { VerifyingKey(id: $0.id, publicKey: $0.publicKey, issuer: Self.issuer, kinds: [.person, .apiKey, .staff]) }
    }
}
