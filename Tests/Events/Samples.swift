import Advertising
import Foundation
import Operations
import Secrets

@testable import Events

/// Events for tests.
enum Samples {
    /// A checked event, ready to be stored.
    static func staged(
        _ tenantID: UUID, id: String = UUID().uuidString, name: String = "purchase", value: Double? = 9.99, time: Moment? = nil,
        acceptedAt: Moment? = nil, email: String = "someone@example.com", source: ActionSource? = nil
    ) -> StagedEvent {
        let acceptedAt = acceptedAt ?? Moment(ServiceClock())
        return event(tenantID, id: id, name: name, value: value, time: time ?? acceptedAt, email: email, source: source)
            .staged(rowID: rowID(at: acceptedAt))
    }

    /// An id as of that moment; unlike the process's own ids it may lie in the past.
    static func rowID(at moment: Moment) -> UUID {
        var random = SystemRandomNumberGenerator()
        // The process's own ids never go back, so one of the far future would take all others with it.
        precondition(moment < Moment(ServiceClock()) + .seconds(3600), "an id of the future")
        // Those of the present keep their order.
        guard moment < Moment(ServiceClock()) - .seconds(1) else {
            return .timeOrdered(unixNanoseconds: moment.unixMicroseconds * 1000, using: &random)
        }
        var bytes = UUID.first(at: moment).uuid
        let chance = UUID().uuid
        (bytes.6, bytes.7, bytes.8, bytes.9) = (0x70 | chance.6 & 15, chance.7, chance.8, chance.9)
        (bytes.10, bytes.11, bytes.12, bytes.13, bytes.14, bytes.15) = (chance.10, chance.11, chance.12, chance.13, chance.14, chance.15)
        return UUID(uuid: bytes)
    }

    static func event(
        _ tenantID: UUID, id: String = "order-1", name: String = "purchase", value: Double? = 9.99, time: Moment,
        email: String = "someone@example.com", source: ActionSource? = nil
    ) -> ConversionEvent {
        var reported = ReportedEvent()
        reported.eventName = name
        reported.eventTime = time
        reported.value = value
        reported.actionSource = source
        reported.person = PersonalData()
        reported.person?.email = email
        do {
            var rules = EventRules()
            rules.ageMax = .seconds(3650 * 86_400)
            return try rules.check(reported, eventID: id, tenantID: tenantID, tenantCurrency: "GBP", now: max(time, Moment(ServiceClock())))
        } catch {
            preconditionFailure("a sample that is refused: \(error)")
        }
    }
}
