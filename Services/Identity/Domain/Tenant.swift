import FoundationEssentials

/// A company that uses Stratum. Everything else belongs to one.
struct Tenant: Equatable, Sendable {
    let id: UUID
    /// Its short name, see `TenantSlug`.
    let slug: String
    let displayName: String
    /// ISO 4217.
    let currency: String
    let createdAt: Date
}
