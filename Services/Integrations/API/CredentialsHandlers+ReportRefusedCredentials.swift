import Advertising
import EventLoop
import Messages
import Operations
import RPC

extension CredentialsHandlers {
    func reportRefusedCredentials(
        _ request: IntegrationsV1.ReportRefusedCredentialsRequest, context: CallContext
    ) async throws -> IntegrationsV1.ReportRefusedCredentialsResponse {
        let tenantID = try Self.tenantID(request.tenantID)
        let platform = try Platform(request.platform, field: "platform")
        guard request.version > 0 else {
            throw FieldRefusal(field: "version", description: "must be the version that came with the credentials")
        }
        try await stores[context.loop].markRefused(
            tenantID: tenantID, platform: platform, version: request.version, reason: PlatformText(request.reason), at: clock.date,
            timeout: context.storeTimeout)
        return IntegrationsV1.ReportRefusedCredentialsResponse()
    }
}
