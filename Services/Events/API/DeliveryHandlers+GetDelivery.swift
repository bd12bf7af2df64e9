import Advertising
import EventLoop
import FoundationEssentials
import Messages
import RPC

extension DeliveryHandlers {
    func getDelivery(_ request: EventsV1.GetDeliveryRequest, context: CallContext) async throws -> EventsV1.GetDeliveryResponse {
        let tenantID = try context.callersTenantID
        guard let id = DeliveryID(request.id),
            let history = try await logs[context.loop].history(of: id, of: tenantID, timeout: context.storeTimeout)
        else { throw RPCError.notFound("id: there is no such delivery", reason: "DELIVERY_UNKNOWN") }
        let event = ConversionEvent(
            tenantID: tenantID, eventID: history.summary.eventID, eventName: history.summary.eventName,
            eventTime: history.summary.eventTime, body: history.body)
        let sent = event.flatMap { preview.request($0, id.platform, history.pixelID) }
        let stages = history.stages(
            hashed: event?.identifiers.hashedFields ?? [], plain: event?.identifiers.plainFields ?? [], platformName: sent?.eventName)
        var response = EventsV1.GetDeliveryResponse()
        response.delivery = EventsV1.Delivery(history.summary, waiting: history.pause?.reason)
        response.stages = stages.map { EventsV1.StageRecord($0) }
        response.attempts = history.attempts.map { EventsV1.DeliveryAttempt($0, preview: sent) }
        return response
    }
}

extension HashedIdentifiers {
    /// The fields of the person that are kept as digests, by the names callers know.
    fileprivate var hashedFields: [String] {
        let usual: [(HashedIdentifier, IdentifierField)] = [
            (.email, .email), (.phone, .phone), (.firstName, .firstName), (.lastName, .lastName), (.city, .city), (.state, .state),
            (.postalCode, .postalCode), (.country, .country), (.externalID, .externalID), (.dateOfBirth, .dateOfBirth), (.gender, .gender),
        ]
        return usual.filter { self[$0.0] != nil }.map(\.1.rawValue)
    }

    /// The fields that platforms take plain.
    fileprivate var plainFields: [String] {
        let plain: [(String?, IdentifierField)] = [
            (clientIPAddress, .clientIPAddress), (clientUserAgent, .clientUserAgent), (fbc, .fbc), (fbp, .fbp),
        ]
        return plain.filter { $0.0 != nil }.map(\.1.rawValue)
    }
}
