import FoundationEssentials

/// A key with which a program acts for a tenant, without the key itself.
struct APIKey: Equatable, Sendable {
    let id: UUID
    let tenantID: UUID
    let displayName: String
    /// The first characters of the key.
    let prefix: String
    let scopes: Scopes
    let createdAt: Date
    /// Nil while it works.
    var revokedAt: Date?
    /// To the minute; nil when it was never exchanged.
    var lastUsedAt: Date?

    /// Whether it can be exchanged for access tokens. A revoked key never works again.
    var isActive: Bool { revokedAt == nil }
}
