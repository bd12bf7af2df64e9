import EventLoop
import Messages
import RPC
import Secrets

extension TenantHandlers {
    func issueAPIKey(_ request: IdentityV1.IssueAPIKeyRequest, context: CallContext) async throws -> IdentityV1.IssueAPIKeyResponse {
        var check = RequestCheck()
        let slug = check.take { () throws(FieldRefusal) in try TenantSlug(request.tenantSlug, field: "tenant_slug") }
        let name = check.take { () throws(FieldRefusal) in try DisplayName(request.displayName, field: "display_name") }
        let scopes = check.take { () throws(FieldRefusal) in try Scopes(request.scopes, field: "scopes") }
        guard let slug, let name, let scopes else { throw check.error }
        guard let tenantID = try await stores[context.loop].tenantID(ofSlug: slug, timeout: context.storeTimeout) else {
            throw RPCError.notFound("tenant_slug: there is no tenant of this name", reason: "TENANT_UNKNOWN")
        }
        let (key, secret) = try await issuer.issue(to: tenantID, name: name, scopes: scopes, by: nil, context: context)
        return IdentityV1.IssueAPIKeyResponse(apiKey: IdentityV1.APIKey(key), secret: secret.reveal())
    }
}
