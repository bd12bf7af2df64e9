import Advertising
import EventLoop
import FoundationEssentials
import Messages
import Operations
import RPC

extension TenantHandlers {
    func createTenant(_ request: IdentityV1.CreateTenantRequest, context: CallContext) async throws -> IdentityV1.CreateTenantResponse {
        var check = RequestCheck()
        let slug = check.take { () throws(FieldRefusal) in try TenantSlug(request.slug, field: "slug") }
        let name = check.take { () throws(FieldRefusal) in try DisplayName(request.displayName, field: "display_name") }
        let currency = check.take { () throws(FieldRefusal) in
            guard let currency = Currency(request.currency) else {
                throw FieldRefusal(field: "currency", description: "must be an ISO 4217 code such as GBP")
            }
            return currency
        }
        guard let slug, let name, let currency else { throw check.error }
        let tenant = Tenant(
            id: UUID.timeOrdered(), slug: slug.text, displayName: name.text, currency: currency.code, createdAt: clock.date)
        guard try await stores[context.loop].insert(tenant, timeout: context.storeTimeout) else {
            throw RPCError.alreadyExists("slug: there is a tenant of this name already", reason: "TENANT_SLUG_TAKEN")
        }
        return IdentityV1.CreateTenantResponse(tenant: IdentityV1.Tenant(tenant))
    }
}
