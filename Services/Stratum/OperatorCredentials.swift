import Messages
import RPC
import Stubs

/// Calls in the name of an operator.
struct OperatorCredentials: CallCredentials {
    let key: String
    let tokens: IdentityV1.TokenServiceClient
    private let cache = AccessTokenCache()

    init(key: String, tokens: IdentityV1.TokenServiceClient) {
        self.key = key
        self.tokens = tokens
    }

    func authorization(for method: MethodDescriptor) async throws -> String? {
        let token = try await cache.token(now: .now) {
            var request = IdentityV1.ExchangeOperatorKeyRequest()
            request.operatorKey = key
            let response = try await tokens.exchangeOperatorKey(request)
            return (response.accessToken, response.expiresAt.map(TimeText.fromNow) ?? .zero)
        }
        return "Bearer \(token)"
    }
}
