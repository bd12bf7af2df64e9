import Messages
import Operations
import RPC
import Stubs

extension Command {
    static let apiKeysCommands = [
        Command(
            CommandSpecification(
                "api-keys create", "make an API key; it is shown this once",
                options: [
                    .option("display-name", "NAME", "what it is for", isRequired: true),
                    .option("scopes", "LIST", "permissions, with commas between: events:write,deliveries:read", isRequired: true),
                ]),
            createAPIKey),
        Command(CommandSpecification("api-keys list", "the tenant's API keys, newest first"), listAPIKeys),
        Command(CommandSpecification("api-keys revoke", "end an API key", operands: ["ID"]), revokeAPIKey),
    ]

    @Sendable private static func createAPIKey(_ arguments: Arguments, _ session: Session) async throws {
        var request = IdentityV1.CreateAPIKeyRequest()
        request.displayName = try arguments.required("display-name")
        request.scopes = try arguments.required("scopes").split(separator: ",").map { String($0).trimmed }
        let response = try await IdentityV1.APIKeyServiceClient(try session.client(.identity)).createAPIKey(request)
        session.terminal.json(try response.json(JSONOptions()))
        session.terminal.say(response.secret)
        session.terminal.note("Keep it: it is stored nowhere.")
    }

    @Sendable private static func listAPIKeys(_ arguments: Arguments, _ session: Session) async throws {
        let client = IdentityV1.APIKeyServiceClient(try session.client(.identity))
        var request = IdentityV1.ListAPIKeysRequest()
        var keys: [IdentityV1.APIKey] = []
        repeat {
            request.pageSize = 1000
            let response = try await client.listAPIKeys(request)
            keys += response.apiKeys
            request.pageToken = response.nextPageToken
        } while !request.pageToken.isEmpty
        for key in keys { session.terminal.json(try key.json(JSONOptions())) }
        session.terminal.table(
            ["ID", "NAME", "PREFIX", "SCOPES", "MADE", "LAST USED", "REVOKED"],
            keys.map { key in
                [
                    key.id, key.displayName, key.prefix, key.scopes.joined(separator: ","), TimeText.utc(key.createdAt),
                    TimeText.utc(key.lastUsedAt), TimeText.utc(key.revokedAt),
                ]
            })
    }

    @Sendable private static func revokeAPIKey(_ arguments: Arguments, _ session: Session) async throws {
        var request = IdentityV1.RevokeAPIKeyRequest()
        request.id = arguments.operands[0]
        let response = try await IdentityV1.APIKeyServiceClient(try session.client(.identity)).revokeAPIKey(request)
        session.terminal.json(try response.json(JSONOptions()))
        session.terminal.say("\(request.id) can no longer be exchanged; tokens that are out end within their lifetime")
    }
}
