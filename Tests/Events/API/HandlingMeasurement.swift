import Advertising
import Foundation
import Messages
import Operations
import Platforms
import Secrets
import Testing

@testable import Events

/// What one event costs the service's processor, step by step, without the database. Asked for by STRATUM_TEST_MEASURE=1, in a release build.
@Suite("Measuring what an event costs", .serialized, .enabled(if: ProcessInfo.processInfo.environment["STRATUM_TEST_MEASURE"] != nil))
struct HandlingMeasurement {
    private static let count = 1000
    private static let rounds = 20

    private static func request() -> EventsV1.IngestEventsRequest {
        var request = EventsV1.IngestEventsRequest()
        for number in 0..<count {
            var event = EventsV1.ConversionEvent()
            event.eventID = "order-\(number)"
            event.eventName = "purchase"
            event.eventTime = GoogleProtobuf.Timestamp(Moment(ServiceClock()))
            event.actionSource = .website
            event.eventSourceURL = "https://shop.example/thanks"
            event.value = 99.99
            event.currency = "GBP"
            event.orderID = "\(number)"
            for item in 0..<3 { event.contents.append(EventsV1.ContentItem(id: "sku-\(item)", quantity: 2, itemPrice: 3.95)) }
            var user = EventsV1.UserData()
            user.email = "customer\(number)@example.com"
            user.phone = "+44 20 7946 0958"
            user.firstName = "Ada"
            user.lastName = "Lovelace"
            user.postalCode = "SW1A 1AA"
            user.country = "GB"
            user.externalID = "\(number)"
            user.clientIPAddress = "203.0.113.9"
            user.clientUserAgent = "Mozilla/5.0 (X11; Linux x86_64)"
            event.userData = user
            request.events.append(event)
        }
        return request
    }

    private static func measure(_ step: String, _ body: () throws -> Void) rethrows {
        var best = Double.infinity
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            try body()
            best = min(best, (ContinuousClock.now - start) / .microseconds(1) / Double(count))
        }
        print("\(step): \((best * 100).rounded() / 100) us/event")
    }

    @Test func `steps`() throws {
        let bytes = Self.request().packed()
        print("request: \(bytes.count / Self.count) bytes/event")
        try Self.measure("unpack the request") { _ = try EventsV1.IngestEventsRequest(unpacking: bytes) }
        let request = try EventsV1.IngestEventsRequest(unpacking: bytes)
        let (tenantID, now) = (UUID(), Moment(ServiceClock()))
        Self.measure("read what was reported") { for event in request.events { _ = ReportedEvent(event) } }
        let reported = request.events.map { ReportedEvent($0) }
        var checked: [ConversionEvent] = []
        try Self.measure("check and hash") {
            checked = try reported.map {
                try EventRules().check($0, eventID: $0.eventID, tenantID: tenantID, tenantCurrency: "GBP", now: now)
            }
        }
        var staged: [StagedEvent] = []
        Self.measure("digest and pack") {
            var random = SystemRandomNumberGenerator()
            staged = checked.map { $0.staged(rowID: UUID.timeOrdered(unixNanoseconds: now.unixMicroseconds * 1000, using: &random)) }
        }
        print("body: \(staged.map(\.body.count).reduce(0, +) / Self.count) bytes/event")
        var batch = AcceptanceBatch([])
        Self.measure("order the batch") { batch = AcceptanceBatch(staged) }
        Self.measure("write the statement") { _ = EventInsertion.fresh(batch.leaders, now: now) }
        let due = staged.map { event in
            DueDelivery(
                eventRowID: event.rowID, progress: DeliveryProgress(attempts: 0, unknownSince: nil, eventTime: now, acceptedAt: now),
                eventID: event.key.eventID, eventName: event.key.eventName, body: event.body)
        }
        var events: [ConversionEvent] = []
        Self.measure("read the stored event") { events = due.compactMap { ConversionEvent(stored: $0, tenantID: tenantID) } }
        #expect(events.count == Self.count)
        let api = MetaConversionsAPI()
        var prepared: [MetaEvent] = []
        Self.measure("map to Meta") {
            prepared = events.compactMap { try? api.prepare(OutboundEvent($0), now: now.unixSeconds).get() }
        }
        #expect(prepared.count == Self.count)
        print("JSON: \(prepared.map(\.json.count).reduce(0, +) / Self.count) bytes/event")
        Self.measure("digest what is sent") { for event in prepared { _ = SHA256.digest(of: event.json).bytes } }
        Self.measure("write the request") { _ = api.request(for: prepared, MetaCredentials(pixelID: "1", accessToken: "token")) }
    }
}
