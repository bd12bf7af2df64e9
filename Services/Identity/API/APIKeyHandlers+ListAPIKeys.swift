import EventLoop
import FoundationEssentials
import Messages
import RPC

extension APIKeyHandlers {
    func listAPIKeys(_ request: IdentityV1.ListAPIKeysRequest, context: CallContext) async throws -> IdentityV1.ListAPIKeysResponse {
        let tenantID = try context.callersTenantID
        let size = try PageSize(request.pageSize, field: "page_size")
        let list = PageTokens.List.apiKeys(tenantID: tenantID)
        let previous = try pageTokens.position(in: request.pageToken, of: list)
        let page = try await stores[context.loop].apiKeys(
            of: tenantID, before: previous.flatMap { UUID(uuidString: $0) }, most: size.count + 1,
            timeout: context.storeTimeout)
        var response = IdentityV1.ListAPIKeysResponse()
        response.apiKeys = page.prefix(size.count).map { IdentityV1.APIKey($0) }
        if page.count > size.count, let last = response.apiKeys.last {
            response.nextPageToken = pageTokens.token(for: last.id, of: list)
        }
        return response
    }
}
