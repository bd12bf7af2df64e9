import Messages
import RPC
import Stubs

/// The standard health protocol, for orchestrators and clients.
struct HealthHandlers: GRPCHealthV1.HealthHandlers {
    let registry: HealthRegistry

    func check(
        _ request: GRPCHealthV1.HealthCheckRequest, context: CallContext
    ) async throws -> GRPCHealthV1.HealthCheckResponse {
        guard let status = registry.status(of: request.service) else {
            throw RPCError.notFound("service: \(request.service) is not offered here", reason: "SERVICE_UNKNOWN")
        }
        return Self.response(status)
    }

    func list(_ request: GRPCHealthV1.HealthListRequest, context: CallContext) async throws -> GRPCHealthV1.HealthListResponse {
        var response = GRPCHealthV1.HealthListResponse()
        response.statuses = registry.statuses.mapValues(Self.response)
        return response
    }

    func watch(
        _ request: GRPCHealthV1.HealthCheckRequest, responses: ResponseWriter<GRPCHealthV1.HealthCheckResponse>, context: CallContext
    ) async throws {
        var last: GRPCHealthV1.HealthCheckResponse.ServingStatus?
        for await status in registry.changes(of: request.service) where status != last {
            last = status
            try await responses.write(Self.response(status))
        }
    }

    private static func response(_ status: GRPCHealthV1.HealthCheckResponse.ServingStatus) -> GRPCHealthV1.HealthCheckResponse {
        var response = GRPCHealthV1.HealthCheckResponse()
        response.status = status
        return response
    }
}
