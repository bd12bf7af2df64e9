import Messages
import RPC
import Stubs

/// An access token that is exchanged once: a run of the load program is shorter than its life.
struct FixedToken: CallCredentials {
    private let authorization: String

    init(apiKey: String, identity: RPCClient) async throws {
        var request = IdentityV1.ExchangeAPIKeyRequest()
        request.apiKey = apiKey
        authorization = "Bearer " + (try await IdentityV1.TokenServiceClient(identity).exchangeAPIKey(request).accessToken)
    }

    func authorization(for method: MethodDescriptor) async throws -> String? { authorization }
}
