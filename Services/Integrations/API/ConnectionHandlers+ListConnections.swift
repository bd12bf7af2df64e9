import EventLoop
import Messages
import RPC

extension ConnectionHandlers {
    func listConnections(
        _ request: IntegrationsV1.ListConnectionsRequest, context: CallContext
    ) async throws -> IntegrationsV1.ListConnectionsResponse {
        let connections = try await stores[context.loop].connections(of: context.callersTenantID, timeout: context.storeTimeout)
        return IntegrationsV1.ListConnectionsResponse(connections: connections.map { IntegrationsV1.Connection($0) })
    }
}
