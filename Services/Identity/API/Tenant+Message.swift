import FoundationEssentials
import Messages

extension IdentityV1.Tenant {
    init(_ tenant: Tenant) {
        self.init()
        id = tenant.id.uuidString.lowercased()
        slug = tenant.slug
        displayName = tenant.displayName
        currency = tenant.currency
        createdAt = GoogleProtobuf.Timestamp(tenant.createdAt)
    }
}
