import EventLoop
import FoundationEssentials
import Messages
import Operations
import RPC

extension APIKeyHandlers {
    func revokeAPIKey(_ request: IdentityV1.RevokeAPIKeyRequest, context: CallContext) async throws -> IdentityV1.RevokeAPIKeyResponse {
        let tenantID = try context.callersTenantID
        guard let id = UUID(uuidString: request.id) else { throw FieldRefusal(field: "id", description: "must be a UUID") }
        let key = try await stores[context.loop].revokeAPIKey(id, of: tenantID, at: clock.date, timeout: context.storeTimeout)
        guard let key else { throw RPCError.notFound("id: there is no API key of this id", reason: "API_KEY_UNKNOWN") }
        return IdentityV1.RevokeAPIKeyResponse(apiKey: IdentityV1.APIKey(key))
    }
}
