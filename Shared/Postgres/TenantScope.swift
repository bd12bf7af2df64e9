package import FoundationEssentials

/// Whose rows a transaction may see and write: the second wall behind the first, which is the code that asks.
///
/// It sets `stratum.tenant_ids` for the transaction; the policies that `RowSecurity` describes read it.
package enum TenantScope: Sendable, Equatable {
    /// No tenant's: tables with tenants show no row.
    case none
    case tenant(UUID)
    /// Exactly the tenants of a batch.
    case tenants([UUID])

    /// The setting's value: an array literal of uuid, or nothing.
    var setting: String {
        switch self {
        case .none: ""
        case .tenant(let tenant): "{\(tenant.uuidString)}"
        case .tenants(let tenants): tenants.isEmpty ? "" : "{\(tenants.map(\.uuidString).joined(separator: ","))}"
        }
    }
}
