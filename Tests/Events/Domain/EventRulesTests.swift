import Advertising
import Foundation
import Testing

@testable import Events

@Suite("What an event must be")
struct EventRulesTests {
    private static let now = Moment(unixSeconds: 1_800_000_000)

    private static func check(_ change: (inout ReportedEvent) -> Void) -> Result<ConversionEvent, EventRefusal> {
        var reported = ReportedEvent()
        reported.eventName = "purchase"
        reported.value = 9.99
        reported.person = PersonalData()
        reported.person?.email = "someone@example.com"
        change(&reported)
        return Result { () throws(EventRefusal) in
            try EventRules().check(reported, eventID: reported.eventID, tenantID: UUID(), tenantCurrency: "GBP", now: now)
        }
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let field: String
        let reason: EventViolation.Reason
        let change: @Sendable (inout ReportedEvent) -> Void

        init(_ field: String, _ reason: EventViolation.Reason, _ change: @escaping @Sendable (inout ReportedEvent) -> Void) {
            self.field = field
            self.reason = reason
            self.change = change
        }

        var testDescription: String { "\(field) \(reason.rawValue)" }
    }

    static let faults = [
        Fault("event_name", .missing) { $0.eventName = "" },
        Fault("event_name", .missing) { $0.eventName = "  " },
        Fault("event_name", .tooLong) { $0.eventName = String(repeating: "x", count: 51) },
        Fault("event_name", .malformed) { $0.eventName = "pur\u{0}chase" },
        Fault("event_id", .tooLong) { $0.eventID = String(repeating: "x", count: 129) },
        Fault("event_id", .malformed) { $0.eventID = "a\u{0}b" },
        Fault("order_id", .malformed) { $0.orderID = "a\nb" },
        Fault("event_source_url", .tooLong) { $0.eventSourceURL = "https://" + String(repeating: "x", count: 2048) },
        Fault("event_time", .timeInFuture) { $0.eventTime = now + .seconds(601) },
        Fault("event_time", .eventTooOld) { $0.eventTime = now - .seconds(90 * 86_400 + 1) },
        Fault("event_time", .eventTooOld) { $0.eventTime = Moment(unixSeconds: 1_291_190_400) },
        Fault("user_data", .missing) { $0.person = nil },
        Fault("user_data", .missing) { $0.person = PersonalData() },
        Fault("user_data.email", .malformed) { $0.person?.email = "no address" },
        Fault("user_data.phone", .malformed) { $0.person?.phone = "12" },
        Fault("value", .outOfRange) { $0.value = -0.01 },
        Fault("value", .malformed) { $0.value = .nan },
        Fault("value", .malformed) { $0.value = .infinity },
        Fault("value", .outOfRange) { $0.value = 1e12 },
        Fault("currency", .unknownCurrency) { $0.currency = "XYZ" },
        Fault("contents[1].id", .missing) {
            $0.contents = [ContentItem(id: "a", quantity: 1, itemPrice: nil), ContentItem(id: "", quantity: 1, itemPrice: nil)]
        },
        Fault("contents[0].quantity", .outOfRange) { $0.contents = [ContentItem(id: "a", quantity: -1, itemPrice: nil)] },
        Fault("contents[0].item_price", .outOfRange) { $0.contents = [ContentItem(id: "a", quantity: 1, itemPrice: -1)] },
        Fault("contents", .tooMany) {
            $0.contents = Array(repeating: ContentItem(id: "a", quantity: 1, itemPrice: nil), count: EventRules.contentsMax + 1)
        },
        Fault("custom_data", .customDataTooLarge) { $0.customData = [UInt8](repeating: 32, count: 16_385) },
    ]

    @Test(arguments: faults)
    func `a fault is named by field and reason`(_ fault: Fault) {
        guard case .failure(let refusal) = Self.check(fault.change) else {
            Issue.record("accepted")
            return
        }
        #expect(refusal.violations.map(\.field) == [fault.field])
        #expect(refusal.violations.map(\.reason) == [fault.reason])
        #expect(refusal.violations.allSatisfy { !$0.description.contains("no address") }, "never quotes the value")
    }

    @Test func `all faults are named at once`() {
        guard
            case .failure(let refusal) = Self.check({
                $0.eventName = ""
                $0.value = -1
                $0.person?.email = "x"
            })
        else {
            Issue.record("accepted")
            return
        }
        #expect(refusal.violations.map(\.field) == ["event_name", "user_data.email", "value"])
    }

    @Test func `what is left out has its default`() throws {
        let event = try Self.check { $0.value = nil }.get()
        #expect(event.eventTime == Self.now)
        #expect(event.currency == "GBP")
        #expect(event.actionSource == nil)
        #expect(event.value == nil)
    }

    @Test func `at its limits an event is taken`() throws {
        let event = try Self.check {
            $0.eventTime = Self.now - .seconds(90 * 86_400)
            $0.eventName = "Add To Cart"
            $0.currency = "jpy"
            $0.value = 0
            $0.customData = [UInt8](repeating: 32, count: 16_384)
        }.get()
        #expect(event.name.name == "add_to_cart")
        #expect(event.currency == "JPY")
        _ = try Self.check { $0.eventTime = Self.now + .seconds(600) }.get()
    }
}
