import FoundationEssentials
import Postgres

extension IdentityStore {
    /// Adds a tenant. False when its slug is taken.
    func insert(_ tenant: Tenant, timeout: Duration) async throws -> Bool {
        do {
            try await pool.execute(
                """
                INSERT INTO identity.tenants (tenant_id, slug, display_name, currency, created_at)
                VALUES (\(tenant.id), \(tenant.slug), \(tenant.displayName), \(tenant.currency), \(tenant.createdAt.postgresTimestamp))
                """,
                tenants: .tenant(tenant.id), timeout: timeout)
            return true
        } catch let error as PostgresError where error.constraint == "tenants_slug_key" {
            return false
        }
    }

    /// One tenant.
    func tenant(_ id: UUID, timeout: Duration) async throws -> Tenant? {
        try await pool.query(
            "SELECT tenant_id, slug, display_name, currency, created_at FROM identity.tenants WHERE tenant_id = \(id)",
            tenants: .tenant(id), timeout: timeout
        ).onlyIfAny.map { try Tenant($0) }
    }

    /// The tenant with a slug.
    func tenantID(ofSlug slug: TenantSlug, timeout: Duration) async throws -> UUID? {
        try await pool.query("SELECT identity.tenant_with_slug(\(slug.text))", timeout: timeout).only[0, as: UUID?.self]
    }

    /// Tenants by slug, from after the given one; for staff.
    func tenants(after slug: String, most: Int, timeout: Duration) async throws -> [Tenant] {
        try await pool.query(
            "SELECT tenant_id, slug, display_name, currency, created_at FROM identity.tenants_after_slug(\(slug), \(Int32(most)))",
            timeout: timeout
        ).map { try Tenant($0) }
    }
}

extension Tenant {
    /// From the columns in the order of the table.
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            id: try row[0, as: UUID.self], slug: try row[1, as: String.self], displayName: try row[2, as: String.self],
            currency: try row[3, as: String.self], createdAt: Date(try row[4]))
    }
}
