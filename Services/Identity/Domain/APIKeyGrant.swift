import FoundationEssentials

/// What a presented API key leads to: what proves it, and what a token for it says.
struct APIKeyGrant: Equatable, Sendable {
    let tenantID: UUID
    let apiKeyID: UUID
    /// The keyed hash that the presented key must have.
    let secretHash: [UInt8]
    let scopes: Scopes
    /// The tenant's currency, ISO 4217.
    let currency: String
    /// Whether its holder has taken it back.
    let isRevoked: Bool
}
