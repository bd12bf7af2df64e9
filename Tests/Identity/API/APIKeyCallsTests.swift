import Foundation
import Messages
import RPC
import Testing
import TestSupport

@testable import Identity

@Suite("API key calls")
struct APIKeyCallsTests {
    @Test func `a key is shown once and stored nowhere`() async throws {
        try await TestAPI.run { api in
            let (_, key, secret) = try await api.makeTenant("demo", scopes: ["events:write"])
            #expect(secret.hasPrefix(key.prefix) && secret.count > key.prefix.count + 30)
            let rows = try await api.test.database.sqlAsSuperuser(
                "select row_to_json(k)::text || encode(k.secret_hash, 'escape') from identity.api_keys k")
            #expect(rows.contains(key.prefix))
            #expect(!rows.contains(String(secret.dropFirst(key.prefix.count + 1))))
        }
    }

    @Test func `a caller gives what it holds`() async throws {
        try await TestAPI.run { api in
            let (_, _, secret) = try await api.makeTenant("demo", scopes: ["api_keys:manage", "events:write"])
            let response = try await api.apiKeys.createAPIKey(
                IdentityV1.CreateAPIKeyRequest(displayName: "shop", scopes: ["events:write"]), context: try await api.context(key: secret))
            #expect(response.apiKey?.scopes == ["events:write"])
            _ = try await api.context(key: response.secret)
        }
    }

    @Test func `a caller cannot give scopes that it lacks`() async throws {
        try await TestAPI.run { api in
            let (_, _, secret) = try await api.makeTenant("demo", scopes: ["api_keys:manage", "events:write"])
            let context = try await api.context(key: secret)
            let error = await #expect(throws: RPCError.self) {
                try await api.apiKeys.createAPIKey(
                    IdentityV1.CreateAPIKeyRequest(displayName: "x", scopes: ["events:write", "connections:manage"]), context: context)
            }
            #expect(error?.code == .permissionDenied)
            #expect(error?.reason == "SCOPES_NOT_HELD")
            #expect(error?.message.contains("connections:manage") == true)
        }
    }

    @Test func `wrong fields are named`() async throws {
        try await TestAPI.run { api in
            let (_, _, secret) = try await api.makeTenant("demo", scopes: ["api_keys:manage"])
            let context = try await api.context(key: secret)
            let error = await #expect(throws: RPCError.self) {
                try await api.apiKeys.createAPIKey(IdentityV1.CreateAPIKeyRequest(displayName: "", scopes: ["moon:walk"]), context: context)
            }
            #expect(error?.fields == ["display_name", "scopes[0]"])
        }
    }

    @Test func `a revoked key cannot leave another one behind while its token lives`() async throws {
        try await TestAPI.run { api in
            let (_, key, secret) = try await api.makeTenant("demo", scopes: ["api_keys:manage"])
            let context = try await api.context(key: secret)
            let revoked = try await api.apiKeys.revokeAPIKey(IdentityV1.RevokeAPIKeyRequest(id: key.id), context: context)
            #expect(revoked.apiKey?.revokedAt != nil)
            let error = await #expect(throws: RPCError.self) {
                try await api.apiKeys.createAPIKey(
                    IdentityV1.CreateAPIKeyRequest(displayName: "back door", scopes: ["api_keys:manage"]), context: context)
            }
            #expect(error?.code == .unauthenticated)
        }
    }

    @Test func `an unknown id and another tenant's are the same to a caller`() async throws {
        try await TestAPI.run { api in
            let (_, foreign, _) = try await api.makeTenant("owner", scopes: ["events:write"])
            let (_, _, secret) = try await api.makeTenant("stranger", scopes: ["api_keys:manage"])
            let context = try await api.context(key: secret)
            var answers: [String] = []
            for id in [foreign.id, UUID().uuidString] {
                let error = await #expect(throws: RPCError.self) {
                    try await api.apiKeys.revokeAPIKey(IdentityV1.RevokeAPIKeyRequest(id: id), context: context)
                }
                answers.append("\(error?.code ?? .ok) \(error?.message ?? "") \(error?.reason ?? "")")
                #expect(error?.code == .notFound)
            }
            #expect(answers[0] == answers[1])
            let malformed = await #expect(throws: FieldRefusal.self) {
                try await api.apiKeys.revokeAPIKey(IdentityV1.RevokeAPIKeyRequest(id: "one' or 1=1"), context: context)
            }
            #expect(malformed?.field == "id")
        }
    }

    @Test func `keys are listed by the tenant alone, page after page, revoked ones included`() async throws {
        try await TestAPI.run { api in
            _ = try await api.makeTenant("other", scopes: ["events:write"])
            let (_, first, secret) = try await api.makeTenant("demo", scopes: ["api_keys:manage"])
            let context = try await api.context(key: secret)
            var ids = [first.id]
            for number in 0..<4 {
                let made = try await api.apiKeys.createAPIKey(
                    IdentityV1.CreateAPIKeyRequest(displayName: "key \(number)", scopes: ["api_keys:manage"]), context: context)
                ids.append(made.apiKey?.id ?? "")
            }
            _ = try await api.apiKeys.revokeAPIKey(IdentityV1.RevokeAPIKeyRequest(id: ids[2]), context: context)
            var (listed, token) = ([String](), "")
            repeat {
                let page = try await api.apiKeys.listAPIKeys(IdentityV1.ListAPIKeysRequest(pageSize: 2, pageToken: token), context: context)
                listed += page.apiKeys.map(\.id)
                token = page.nextPageToken
            } while !token.isEmpty
            #expect(listed == ids.reversed())
        }
    }

    @Test func `a page token of one tenant is refused to another`() async throws {
        try await TestAPI.run { api in
            let (_, _, secret) = try await api.makeTenant("demo", scopes: ["api_keys:manage"])
            let context = try await api.context(key: secret)
            _ = try await api.apiKeys.createAPIKey(
                IdentityV1.CreateAPIKeyRequest(displayName: "x", scopes: ["api_keys:manage"]), context: context)
            let page = try await api.apiKeys.listAPIKeys(IdentityV1.ListAPIKeysRequest(pageSize: 1), context: context)
            let (_, _, strangersSecret) = try await api.makeTenant("stranger", scopes: ["api_keys:manage"])
            let stranger = try await api.context(key: strangersSecret)
            await #expect(throws: FieldRefusal.self) {
                try await api.apiKeys.listAPIKeys(IdentityV1.ListAPIKeysRequest(pageToken: page.nextPageToken), context: stranger)
            }
        }
    }

    @Test func `past the limit there is an answer`() async throws {
        try await TestAPI.run(keysPerTenantMax: 2) { api in
            let (_, _, secret) = try await api.makeTenant("demo", scopes: ["api_keys:manage"])
            let context = try await api.context(key: secret)
            let request = IdentityV1.CreateAPIKeyRequest(displayName: "x", scopes: ["api_keys:manage"])
            _ = try await api.apiKeys.createAPIKey(request, context: context)
            let error = await #expect(throws: RPCError.self) { try await api.apiKeys.createAPIKey(request, context: context) }
            #expect(error?.code == .resourceExhausted)
            #expect(error?.reason == "API_KEYS_TOO_MANY")
        }
    }
}
