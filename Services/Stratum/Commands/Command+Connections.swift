import Messages
import Operations
import RPC
import Stubs

extension Command {
    static let connectionsCommands = [
        Command(
            CommandSpecification(
                "connections connect", "try a platform's credentials and store them", operands: ["PLATFORM"], options: credentialOptions,
                example: "connections connect meta --pixel-id 1234567890123456 --access-token-file token.txt"),
            connect),
        Command(
            CommandSpecification(
                "connections test", "try a platform's credentials without storing them", operands: ["PLATFORM"], options: credentialOptions),
            testConnection),
        Command(CommandSpecification("connections list", "the platforms that are connected"), listConnections),
    ]

    private static let credentialOptions: [CommandSpecification.Option] = [
        .option("pixel-id", "DIGITS", "the pixel (dataset) that takes the events", isRequired: true),
        .option(
            "access-token-file", "FILE", "a file that holds a system user's token with ads_management; - is standard input",
            isRequired: true),
    ]

    private static func credentials(_ arguments: Arguments) throws -> IntegrationsV1.EventsCredentials {
        guard arguments.operands[0] == "meta" else {
            throw StartError.configuration("\"\(arguments.operands[0])\" cannot be connected yet: meta can.")
        }
        var meta = IntegrationsV1.MetaEventsCredentials()
        meta.pixelID = try arguments.required("pixel-id")
        meta.accessToken = String(decoding: try File.read(try arguments.required("access-token-file")), as: UTF8.self).trimmed
        var credentials = IntegrationsV1.EventsCredentials()
        credentials.platform = .meta(meta)
        return credentials
    }

    @Sendable private static func connect(_ arguments: Arguments, _ session: Session) async throws {
        var request = IntegrationsV1.ConnectRequest()
        request.credentials = try credentials(arguments)
        let client = IntegrationsV1.ConnectionServiceClient(try session.client(.integrations))
        let response = try await client.connect(request, timeout: .seconds(40))
        session.terminal.json(try response.json(JSONOptions()))
        session.terminal.say("connected to \(response.connection?.pixelName ?? "")")
        session.terminal.hint("stratum events send purchase --email user@test.com --value 99.99")
    }

    @Sendable private static func testConnection(_ arguments: Arguments, _ session: Session) async throws {
        var request = IntegrationsV1.TestConnectionRequest()
        request.credentials = try credentials(arguments)
        let client = IntegrationsV1.ConnectionServiceClient(try session.client(.integrations))
        let response = try await client.testConnection(request, timeout: .seconds(40))
        session.terminal.json(try response.json(JSONOptions()))
        session.terminal.say("connection successful: \(response.pixelName)")
    }

    @Sendable private static func listConnections(_ arguments: Arguments, _ session: Session) async throws {
        let client = IntegrationsV1.ConnectionServiceClient(try session.client(.integrations))
        let connections = try await client.listConnections(IntegrationsV1.ListConnectionsRequest()).connections
        for connection in connections { session.terminal.json(try connection.json(JSONOptions())) }
        session.terminal.table(
            ["PLATFORM", "STATUS", "PIXEL", "NAME", "CONNECTED"],
            connections.map { connection in
                [
                    word(connection.platform), connection.status == .connected ? "connected" : "needs to be reconnected",
                    connection.pixelID,
                    connection.pixelName, TimeText.utc(connection.connectedAt),
                ]
            })
    }
}
