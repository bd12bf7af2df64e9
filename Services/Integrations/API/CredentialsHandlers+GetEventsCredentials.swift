import Advertising
import EventLoop
import Messages
import RPC

extension CredentialsHandlers {
    func getEventsCredentials(
        _ request: IntegrationsV1.GetEventsCredentialsRequest, context: CallContext
    ) async throws -> IntegrationsV1.GetEventsCredentialsResponse {
        let tenantID = try Self.tenantID(request.tenantID)
        let platform = try Platform(request.platform, field: "platform")
        let stored = try await stores[context.loop].eventsCredentials(of: tenantID, platform: platform, timeout: context.storeTimeout)
        guard let stored else {
            throw RPCError.notFound("the tenant is not connected with this platform", reason: "CONNECTION_UNKNOWN")
        }
        guard stored.status == .connected else {
            throw RPCError.failedPrecondition(
                "the platform refused the credentials of version \(stored.version); the tenant must connect again",
                reason: "CONNECTION_NEEDS_RECONNECT")
        }
        return IntegrationsV1.GetEventsCredentialsResponse(
            credentials: IntegrationsV1.EventsCredentials(stored.credentials), version: stored.version)
    }
}
