import Advertising
import EventLoop
import FoundationEssentials
import Messages
import RPC

extension DeliveryHandlers {
    func listDeliveries(_ request: EventsV1.ListDeliveriesRequest, context: CallContext) async throws -> EventsV1.ListDeliveriesResponse {
        let tenantID = try context.callersTenantID
        var filter = try Self.filter(request)
        let tokens = DeliveryPageTokens(tenantID: tenantID, filter: filter)
        filter.after = try tokens.position(in: request.pageToken)
        let most = filter.most
        // One more than is shown tells whether there is another page.
        filter.most += 1
        let found = try await logs[context.loop].list(filter, of: tenantID, now: Moment(clock), timeout: context.storeTimeout)
        var response = EventsV1.ListDeliveriesResponse()
        response.deliveries = found.prefix(most).map { EventsV1.Delivery($0) }
        if found.count > most { response.nextPageToken = tokens.token(after: found[most - 1].id) }
        return response
    }

    private static func filter(_ request: EventsV1.ListDeliveriesRequest) throws(RPCError) -> DeliveryFilter {
        guard (0...Int32(DeliveryFilter.mostMax)).contains(request.pageSize) else {
            throw .invalidArgument(field: "page_size", "from 1 to \(DeliveryFilter.mostMax), or 0 for \(DeliveryFilter.mostDefault)")
        }
        var filter = DeliveryFilter(most: request.pageSize == 0 ? DeliveryFilter.mostDefault : Int(request.pageSize))
        if request.platform != .unspecified {
            guard let platform = Platform(request.platform) else {
                throw .invalidArgument(field: "platform", "not a platform that is known here")
            }
            filter.platform = platform
        }
        if request.status != .unspecified {
            guard let status = DeliveryStatus(request.status) else {
                throw .invalidArgument(field: "status", "not a status that is known here")
            }
            filter.status = status
        }
        if !request.eventID.isEmpty { filter.eventID = request.eventID }
        if let time = request.acceptedAfter {
            guard time.isValid, let microseconds = time.unixMicroseconds else {
                throw .invalidArgument(field: "accepted_after", "not a time")
            }
            filter.acceptedAfter = Moment(unixMicroseconds: microseconds)
        }
        return filter
    }
}
