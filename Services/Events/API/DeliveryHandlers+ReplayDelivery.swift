import Advertising
import EventLoop
import FoundationEssentials
import Messages
import RPC

extension DeliveryHandlers {
    func replayDelivery(_ request: EventsV1.ReplayDeliveryRequest, context: CallContext) async throws -> EventsV1.ReplayDeliveryResponse {
        let tenantID = try context.callersTenantID
        guard let id = DeliveryID(request.id) else { throw Self.unknown }
        switch try await logs[context.loop].replay(id, of: tenantID, now: Moment(clock), timeout: context.storeTimeout) {
        case .replayed(let summary):
            wake(Lane(tenantID: tenantID, platform: id.platform))
            return EventsV1.ReplayDeliveryResponse(delivery: EventsV1.Delivery(summary))
        case .refused(let status):
            throw RPCError.failedPrecondition(
                "the delivery is \(status.rawValue); only dead and unknown ones can be replayed", reason: "NOT_REPLAYABLE")
        case .notFound:
            throw Self.unknown
        }
    }

    private static var unknown: RPCError { .notFound("id: there is no such delivery", reason: "DELIVERY_UNKNOWN") }
}
