import EventLoop
import Messages
import Operations
import RPC
import Secrets

extension TokenHandlers {
    func exchangeAPIKey(
        _ request: IdentityV1.ExchangeAPIKeyRequest, context: CallContext
    ) async throws -> IdentityV1.ExchangeAPIKeyResponse {
        try apiKeyGate.admit(context.peer)
        guard let grant = try await grant(ofKey: request.apiKey, context: context) else {
            apiKeyGate.failed(context.peer)
            throw RPCError.unauthenticated("api_key: is not a working API key", reason: "API_KEY_INVALID")
        }
        noteUse(grant, context.loop)
        let token = tokens.token(for: grant, now: clock.unixSeconds())
        return IdentityV1.ExchangeAPIKeyResponse(accessToken: token.text, expiresAt: GoogleProtobuf.Timestamp(seconds: token.expiresAt))
    }

    /// Nil for whatever is wrong with a key: the answer must not tell a revoked key from one that never was.
    private func grant(ofKey text: String, context: CallContext) async throws -> APIKeyGrant? {
        guard let secret = try? APIKeySecret.parse(text) else { return nil }
        guard let grant = try await stores[context.loop].grant(ofPrefix: secret.prefix, timeout: context.storeTimeout) else { return nil }
        return hasher.matches(Array(secret.reveal().utf8), stored: grant.secretHash) && !grant.isRevoked ? grant : nil
    }
}
