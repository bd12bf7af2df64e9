import Advertising
import FoundationEssentials
import Messages
import Operations
import RPC
import Stubs

/// Asks Integrations for credentials, and tells it of those that were refused.
struct IntegrationsCredentials: Sendable {
    let client: IntegrationsV1.CredentialsServiceClient

    private static let timeout: Duration = .seconds(5)

    func fetch(_ lane: Lane) async -> Result<DeliveryCredentials, CredentialsFailure> {
        var request = IntegrationsV1.GetEventsCredentialsRequest()
        request.tenantID = lane.tenantID.uuidString.lowercased()
        request.platform = AdvertisingV1.Platform(lane.platform)
        do {
            let response = try await client.getEventsCredentials(request, timeout: Self.timeout)
            guard let platform = response.credentials?.platform.flatMap({ DeliveryCredentials.Platform($0) }) else {
                return .failure(.notConnected)
            }
            return .success(DeliveryCredentials(platform: platform, version: response.version))
        } catch let error as RPCError where error.code == .notFound {
            return .failure(.notConnected)
        } catch let error as RPCError where error.code == .failedPrecondition {
            return .failure(.refused(reason: "the tenant must connect again"))
        } catch {
            return .failure(.unavailable(retryAfter: .zero))
        }
    }

    func report(_ lane: Lane, _ version: Int64, _ reason: String) async throws {
        var request = IntegrationsV1.ReportRefusedCredentialsRequest()
        request.tenantID = lane.tenantID.uuidString.lowercased()
        request.platform = AdvertisingV1.Platform(lane.platform)
        request.version = version
        request.reason = reason
        _ = try await client.reportRefusedCredentials(request, timeout: Self.timeout)
    }
}

extension DeliveryCredentials.Platform {
    /// Nil for a platform that is not known here.
    fileprivate init?(_ message: IntegrationsV1.EventsCredentials.Platform) {
        switch message {
        case .meta(let meta): self = .meta(pixelID: meta.pixelID, accessToken: Secret(Array(meta.accessToken.utf8)))
        }
    }
}
