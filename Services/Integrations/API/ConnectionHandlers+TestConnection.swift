import EventLoop
import Messages
import RPC

extension ConnectionHandlers {
    func testConnection(
        _ request: IntegrationsV1.TestConnectionRequest, context: CallContext
    ) async throws -> IntegrationsV1.TestConnectionResponse {
        _ = try context.callersTenantID
        let credentials = try EventsCredentials(request.credentials, field: "credentials")
        return IntegrationsV1.TestConnectionResponse(pixelName: try await trials[context.loop].pixelName(of: credentials))
    }
}
