import Advertising
import HTTPClient
import Platforms
import RPC

/// Tries credentials at their platform. One for each loop, on that loop's HTTP client.
struct CredentialsTrial: Sendable {
    let meta: MetaConversionsAPI
    let client: HTTPClient

    /// The name that the platform gives the pixel. FAILED_PRECONDITION with the platform's reason when it refuses the credentials,
    /// UNAVAILABLE when it cannot be reached or has no answer. A call that is over ends the request.
    func pixelName(of credentials: EventsCredentials) async throws(RPCError) -> String {
        let test: CredentialTest =
            switch credentials {
            case .meta(let credentials):
                await meta.testCredentials(
                    MetaCredentials(pixelID: credentials.pixelID, accessToken: credentials.accessToken), over: client)
            }
        switch test {
        case .accepted(let name):
            return PlatformText(name).text
        case .refused(let reason):
            throw .failedPrecondition(
                "\(credentials.platform.displayName) refused the credentials: \(PlatformText(reason).text)", reason: "CREDENTIALS_REFUSED")
        case .unreachable(let reason):
            throw .unavailable(
                "\(credentials.platform.displayName) cannot be asked: \(PlatformText(reason).text)", retryAfter: .seconds(5),
                reason: "PLATFORM_UNREACHABLE")
        }
    }
}
