import Messages
import RPC
import Secrets

extension TokenHandlers {
    func listSigningKeys(
        _ request: IdentityV1.ListSigningKeysRequest, context: CallContext
    ) async throws -> IdentityV1.ListSigningKeysResponse {
        var response = IdentityV1.ListSigningKeysResponse()
        response.signingKeys = tokens.keys.map { key in
            var item = IdentityV1.SigningKey()
            item.id = key.id
            item.publicKey = key.publicKey
            return item
        }
        return response
    }
}
