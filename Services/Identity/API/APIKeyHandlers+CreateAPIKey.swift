import FoundationEssentials
import Messages
import RPC
import Secrets

extension APIKeyHandlers {
    func createAPIKey(_ request: IdentityV1.CreateAPIKeyRequest, context: CallContext) async throws -> IdentityV1.CreateAPIKeyResponse {
        let tenantID = try context.callersTenantID
        var check = RequestCheck()
        let name = check.take { () throws(FieldRefusal) in try DisplayName(request.displayName, field: "display_name") }
        let scopes = check.take { () throws(FieldRefusal) in try Scopes(request.scopes, field: "scopes") }
        guard let name, let scopes else { throw check.error }
        let missing = scopes.missing(from: context.caller?.permissions ?? [])
        guard missing.isEmpty else {
            throw RPCError.permissionDenied(
                "scopes: the caller does not hold \(missing.map(\.rawValue).joined(separator: ", ")) itself", reason: "SCOPES_NOT_HELD")
        }
        let (key, secret) = try await issuer.issue(to: tenantID, name: name, scopes: scopes, by: context.callersAPIKeyID, context: context)
        return IdentityV1.CreateAPIKeyResponse(apiKey: IdentityV1.APIKey(key), secret: secret.reveal())
    }
}

extension CallContext {
    /// The API key whose token makes this call; nil when a person calls.
    fileprivate var callersAPIKeyID: UUID? {
        guard let caller, caller.kind == .apiKey else { return nil }
        return UUID(uuidString: caller.subject)
    }
}
