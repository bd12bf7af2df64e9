import Messages
import RPC
import Stubs

/// Calls in the name of an API key: exchanges it for access tokens.
struct APIKeyCredentials: CallCredentials {
    let key: String
    let tokens: IdentityV1.TokenServiceClient
    private let cache = AccessTokenCache()

    init(key: String, tokens: IdentityV1.TokenServiceClient) {
        self.key = key
        self.tokens = tokens
    }

    func authorization(for method: MethodDescriptor) async throws -> String? {
        let token = try await cache.token(now: .now) {
            var request = IdentityV1.ExchangeAPIKeyRequest()
            request.apiKey = key
            let response = try await tokens.exchangeAPIKey(request)
            return (response.accessToken, response.expiresAt.map(TimeText.fromNow) ?? .zero)
        }
        return "Bearer \(token)"
    }
}
