import Advertising
import EventLoop
import FoundationEssentials
import Messages
import Operations
import RPC

extension EventsHandlers {
    /// Events in one call.
    private static let eventsMax = 1000
    /// Events that are checked in one go: a large call lets others have their turn in between.
    private static let eventsPerTurn = 50

    func ingestEvents(_ request: EventsV1.IngestEventsRequest, context: CallContext) async throws -> EventsV1.IngestEventsResponse {
        let tenantID = try context.callersTenantID
        guard (1...Self.eventsMax).contains(request.events.count) else {
            throw RPCError.invalidArgument(
                "events: from 1 to \(Self.eventsMax) events are taken in one call, not \(request.events.count)",
                violations: [("events", "must hold from 1 to \(Self.eventsMax) events")])
        }
        try batchers[context.loop].checkRoom(for: request.events.count)
        var results = [EventsV1.IngestResult](repeating: EventsV1.IngestResult(), count: request.events.count)
        var staged: [StagedEvent] = []
        staged.reserveCapacity(request.events.count)
        var places: [Int] = []
        places.reserveCapacity(request.events.count)
        var random = SystemRandomNumberGenerator()
        for (index, event) in request.events.enumerated() {
            if index > 0, index.isMultiple(of: Self.eventsPerTurn) { await Task.yield() }
            let rowID = UUID.timeOrdered(unixNanoseconds: clock.unixNanoseconds(), using: &random)
            let eventID = event.eventID.isEmpty ? rowID.uuidString.lowercased() : event.eventID
            results[index].eventID = eventID
            do {
                let checked = try rules.check(
                    ReportedEvent(event), eventID: eventID, tenantID: tenantID, tenantCurrency: context.caller?.tenantCurrency,
                    now: Moment(clock))
                staged.append(checked.staged(rowID: rowID))
                places.append(index)
            } catch {
                results[index].refuse(error.violations)
            }
        }
        metrics.invalid.add(request.events.count - staged.count)
        let outcomes = try await batchers[context.loop].accept(staged, timeout: context.storeTimeout)
        for (place, outcome) in zip(places, outcomes) {
            switch outcome {
            case .accepted: results[place].outcome = .accepted
            case .duplicate: results[place].outcome = .duplicate
            case .conflict: results[place].refuse([.conflict])
            }
        }
        return EventsV1.IngestEventsResponse(results: results)
    }
}

extension EventsV1.IngestResult {
    fileprivate mutating func refuse(_ violations: [EventViolation]) {
        outcome = .refused
        self.violations = violations.map { violation in
            EventsV1.EventViolation(field: violation.field, reason: violation.reason.rawValue, description: violation.description)
        }
    }
}
