import EventLoop
import Messages
import RPC

extension TenantHandlers {
    func getOwnTenant(_ request: IdentityV1.GetOwnTenantRequest, context: CallContext) async throws -> IdentityV1.GetOwnTenantResponse {
        guard let tenant = try await stores[context.loop].tenant(context.callersTenantID, timeout: context.storeTimeout) else {
            throw RPCError.notFound("the caller's tenant is not there", reason: "TENANT_UNKNOWN")
        }
        return IdentityV1.GetOwnTenantResponse(tenant: IdentityV1.Tenant(tenant))
    }
}
