import EventLoop
import Messages
import Postgres
import RPC
import Testing
import TestSupport

@testable import Identity

@Suite("Database outage")
struct DatabaseOutageTests {
    @Test func `calls are told to come back, and work again when the database does`() async throws {
        let cluster = try await ScratchCluster.make()
        try await TestAPI.run(failuresMax: 1, in: cluster) { api in
            let (_, _, secret) = try await api.makeTenant("demo", scopes: ["events:write"])
            try await cluster.stop(.immediate)
            for _ in 0..<3 {
                let failure = await #expect(throws: PostgresError.self) {
                    try await api.tokens.exchangeAPIKey(IdentityV1.ExchangeAPIKeyRequest(apiKey: secret), context: api.context())
                }
                let error = try #require(failure?.rpcError)
                #expect(error.code == .unavailable)
                #expect(error.detail(GoogleRPC.RetryInfo.self) != nil)
                #expect(!error.message.contains("identity."))
            }
            try await cluster.start()
            // A failure of ours is not held against the caller: one wrong key would have been its last.
            let isBack = try await TestLoop.eventually(within: .seconds(20), on: api.test.pool.loop) {
                (try? await api.tokens.exchangeAPIKey(IdentityV1.ExchangeAPIKeyRequest(apiKey: secret), context: api.context())) != nil
            }
            #expect(isBack)
        }
    }
}
