import Advertising
import EventLoop
import FoundationEssentials
import Messages
import RPC

extension DestinationHandlers {
    /// Destinations in one call.
    private static let destinationsMax = 1000

    func applyDestinations(
        _ request: EventsV1.ApplyDestinationsRequest, context: CallContext
    ) async throws -> EventsV1.ApplyDestinationsResponse {
        guard request.destinations.count <= Self.destinationsMax else {
            throw RPCError.invalidArgument(
                field: "destinations", "\(Self.destinationsMax) at most in one call, not \(request.destinations.count)")
        }
        var destinations: [Destination] = []
        for (index, message) in request.destinations.enumerated() {
            guard let tenantID = UUID(uuidString: message.tenantID) else {
                throw RPCError.invalidArgument(field: "destinations[\(index)].tenant_id", "not a UUID")
            }
            guard let platform = Platform(message.platform) else {
                throw RPCError.invalidArgument(field: "destinations[\(index)].platform", "not a platform that is known here")
            }
            destinations.append(
                Destination(
                    lane: Lane(tenantID: tenantID, platform: platform), pixelID: message.pixelID, version: message.version,
                    isEnabled: message.isEnabled))
        }
        let changed = try await stores[context.loop].apply(destinations, timeout: context.storeTimeout)
        if !changed.isEmpty { reconnect(changed) }
        return EventsV1.ApplyDestinationsResponse()
    }
}
