import Foundation
import Messages
import Operations
import RPC
import Secrets
import Synchronization
import Testing

@testable import Identity

@Suite("Token calls")
struct TokenCallsTests {
    @Test func `a token says whose it is, what it may do and how long`() async throws {
        try await TestAPI.run { api in
            let (tenant, key, secret) = try await api.makeTenant("demo", scopes: ["events:write", "deliveries:read"])
            let now = ServiceClock().unixSeconds()
            let response = try await api.tokens.exchangeAPIKey(IdentityV1.ExchangeAPIKeyRequest(apiKey: secret), context: api.context())
            let token = try AccessTokenVerifier(keys: api.issuer.verifyingKeys).verify(response.accessToken, now: now)
            #expect(token.kind == .apiKey && token.subject == key.id && token.tenantID == tenant.id && token.tenantCurrency == "GBP")
            #expect(token.permissions == ["events:write", "deliveries:read"])
            #expect((895...905).contains(token.expiresAt - now))
            #expect(response.expiresAt?.seconds == token.expiresAt)
            #expect(api.uses.grants.withLock { $0.map(\.apiKeyID.uuidString) } == [key.id.uppercased()])
        }
    }

    @Test func `unknown, mistyped, revoked and empty keys get one answer`() async throws {
        try await TestAPI.run(failuresMax: 100) { api in
            let (_, key, secret) = try await api.makeTenant("demo", scopes: ["api_keys:manage"])
            let context = try await api.context(key: secret)
            _ = try await api.apiKeys.revokeAPIKey(IdentityV1.RevokeAPIKeyRequest(id: key.id), context: context)
            var answers = Set<String>()
            for wrong in [
                secret, APIKeySecret.generate().reveal(), String(secret.dropLast()) + "x", "", "stratum_",
                String(repeating: "x", count: 100_000),
            ] {
                let error = await #expect(throws: RPCError.self) {
                    try await api.tokens.exchangeAPIKey(IdentityV1.ExchangeAPIKeyRequest(apiKey: wrong), context: api.context())
                }
                #expect(error?.code == .unauthenticated)
                answers.insert("\(error?.message ?? "") \(error?.reason ?? "")")
            }
            #expect(answers.count == 1)
        }
    }

    @Test func `a right beginning with a wrong rest is no key`() async throws {
        try await TestAPI.run { api in
            let (_, key, _) = try await api.makeTenant("demo", scopes: ["events:write"])
            let other = APIKeySecret.generate().reveal()
            let forged = key.prefix + other.dropFirst(key.prefix.count)
            let error = await #expect(throws: RPCError.self) {
                try await api.tokens.exchangeAPIKey(IdentityV1.ExchangeAPIKeyRequest(apiKey: String(forged)), context: api.context())
            }
            #expect(error?.code == .unauthenticated)
        }
    }

    @Test func `who fails too often waits, others do not`() async throws {
        try await TestAPI.run(failuresMax: 3) { api in
            let (_, _, secret) = try await api.makeTenant("demo", scopes: ["events:write"])
            func exchange(_ key: String, from peer: String) async throws {
                _ = try await api.tokens.exchangeAPIKey(IdentityV1.ExchangeAPIKeyRequest(apiKey: key), context: api.context(peer: peer))
            }
            for port in 1...3 {
                let error = await #expect(throws: RPCError.self) { try await exchange("wrong", from: "192.0.2.7:\(port)") }
                #expect(error?.code == .unauthenticated)
            }
            let error = await #expect(throws: RPCError.self) { try await exchange(secret, from: "192.0.2.7:9") }
            #expect(error?.code == .resourceExhausted)
            #expect(error?.detail(GoogleRPC.RetryInfo.self)?.retryDelay != nil)
            try await exchange(secret, from: "192.0.2.8:1")
        }
    }

    @Test func `the operator key gives a staff token, and a wrong one does not`() async throws {
        try await TestAPI.run { api in
            let response = try await api.tokens.exchangeOperatorKey(
                IdentityV1.ExchangeOperatorKeyRequest(operatorKey: TestAPI.operatorKey), context: api.context())
            let caller = try api.caller(token: response.accessToken)
            #expect(caller.kind == .staff && caller.tenantID == nil && caller.permissions.isEmpty)
            for wrong in ["", String(TestAPI.operatorKey.dropLast()), TestAPI.operatorKey + "x"] {
                let error = await #expect(throws: RPCError.self) {
                    try await api.tokens.exchangeOperatorKey(
                        IdentityV1.ExchangeOperatorKeyRequest(operatorKey: wrong), context: api.context())
                }
                #expect(error?.code == .unauthenticated)
            }
        }
    }

    @Test func `all keys of the ring are published, and the first one signs`() async throws {
        try await TestAPI.run { api in
            let response = try await api.tokens.listSigningKeys(IdentityV1.ListSigningKeysRequest(), context: api.context())
            #expect(response.signingKeys.map(\.id) == ["token-2", "token-1"])
            let first = try #require(response.signingKeys.first)
            let verifying = try #require(VerifyingKey(id: first.id, publicKey: first.publicKey, issuer: "identity", kinds: [.staff]))
            let token = try await api.tokens.exchangeOperatorKey(
                IdentityV1.ExchangeOperatorKeyRequest(operatorKey: TestAPI.operatorKey), context: api.context())
            _ = try AccessTokenVerifier(keys: [verifying]).verify(token.accessToken, now: ServiceClock().unixSeconds())
        }
    }

    @Test func `an operator key that could be guessed is refused at the start`() {
        let error = #expect(throws: StartError.self) { try OperatorKey(Secret(Array("short".utf8)), setting: "STRATUM_X_FILE") }
        #expect(error?.exitCode == 64)
        #expect(error?.sentence.contains("STRATUM_X_FILE") == true)
        #expect(error?.sentence.contains("short") == false)
    }
}
