import EventLoop
import Messages
import Operations
import RPC

extension ConnectionHandlers {
    func connect(_ request: IntegrationsV1.ConnectRequest, context: CallContext) async throws -> IntegrationsV1.ConnectResponse {
        let tenantID = try context.callersTenantID
        let credentials = try EventsCredentials(request.credentials, field: "credentials")
        let pixelName = try await trials[context.loop].pixelName(of: credentials)
        let connection = try await stores[context.loop].connect(
            credentials, of: tenantID, pixelName: pixelName, at: clock.date, timeout: context.storeTimeout)
        wakeOutbox()
        return IntegrationsV1.ConnectResponse(connection: IntegrationsV1.Connection(connection))
    }
}
