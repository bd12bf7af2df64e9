import EventLoop
import Messages
import RPC

extension TenantHandlers {
    func listTenants(_ request: IdentityV1.ListTenantsRequest, context: CallContext) async throws -> IdentityV1.ListTenantsResponse {
        let size = try PageSize(request.pageSize, field: "page_size")
        let previous = try pageTokens.position(in: request.pageToken, of: .tenants)
        let page = try await stores[context.loop].tenants(
            after: previous ?? "", most: size.count + 1, timeout: context.storeTimeout)
        var response = IdentityV1.ListTenantsResponse()
        response.tenants = page.prefix(size.count).map { IdentityV1.Tenant($0) }
        if page.count > size.count, let last = response.tenants.last {
            response.nextPageToken = pageTokens.token(for: last.slug, of: .tenants)
        }
        return response
    }
}
