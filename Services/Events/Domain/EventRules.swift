import Advertising
import FoundationEssentials

/// What an event must be to be accepted. Told the time, answers with the event or with everything that is wrong with it.
struct EventRules: Sendable {
    /// The oldest that any platform takes.
    var ageMax: Duration = Platform.allCases.map { EventLimits.documented(by: $0).offlineAgeMax }.max() ?? .zero
    /// How far a caller's clock may be ahead.
    var leadMax: Duration = .seconds(600)

    /// Limits, in bytes of UTF-8 where they are of text.
    static let eventIDBytesMax = 128
    static let orderIDBytesMax = 128
    static let urlBytesMax = 2048
    static let contentIDBytesMax = 128
    static let contentsMax = 10_000
    static let quantityMax: Int64 = 1_000_000_000
    static let customDataBytesMax = 16_384

    /// The event as it is stored. Throws every violation at once.
    func check(
        _ reported: ReportedEvent, eventID: String, tenantID: UUID, tenantCurrency: String?, now: Moment
    ) throws(EventRefusal) -> ConversionEvent {
        var violations = reported.flaws
        checkText(eventID, "event_id", bytesMax: Self.eventIDBytesMax, &violations)
        checkText(reported.orderID, "order_id", bytesMax: Self.orderIDBytesMax, &violations)
        checkText(reported.eventSourceURL, "event_source_url", bytesMax: Self.urlBytesMax, &violations)
        let name = name(reported.eventName, &violations)
        let time = reported.eventTime ?? now
        checkTime(time, now: now, &violations)
        let identifiers = identifiers(reported.person, now: now, &violations)
        checkAmount(reported.value, "value", &violations)
        let currency = currency(reported.currency, tenantCurrency: tenantCurrency, &violations)
        checkContents(reported.contents, &violations)
        if reported.customData.count > Self.customDataBytesMax {
            violations.append(
                EventViolation(
                    "custom_data", .customDataTooLarge, "longer than \(Self.customDataBytesMax) bytes as JSON; send less of it"))
        }
        guard violations.isEmpty, let name, let identifiers else { throw EventRefusal(violations: violations) }
        return ConversionEvent(
            tenantID: tenantID, eventID: eventID, name: name, eventTime: time, actionSource: reported.actionSource,
            eventSourceURL: reported.eventSourceURL.isEmpty ? nil : reported.eventSourceURL, identifiers: identifiers,
            value: reported.value,
            currency: currency, contents: reported.contents, orderID: reported.orderID.isEmpty ? nil : reported.orderID,
            customData: reported.customData)
    }

    // MARK: One rule each

    private func checkText(_ text: String, _ field: String, bytesMax: Int, _ violations: inout [EventViolation]) {
        if text.utf8.count > bytesMax {
            violations.append(EventViolation(field, .tooLong, "longer than \(bytesMax) bytes"))
        } else if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            violations.append(EventViolation(field, .malformed, "control characters in it"))
        }
    }

    private func name(_ text: String, _ violations: inout [EventViolation]) -> EventName? {
        if let name = EventName(text) { return name }
        if text.allSatisfy(\.isWhitespace) {
            violations.append(EventViolation("event_name", .missing, "an event needs a name, such as purchase"))
        } else if text.count > EventName.charactersMax {
            violations.append(EventViolation("event_name", .tooLong, "longer than \(EventName.charactersMax) characters"))
        } else {
            violations.append(EventViolation("event_name", .malformed, "control characters in it"))
        }
        return nil
    }

    private func checkTime(_ time: Moment, now: Moment, _ violations: inout [EventViolation]) {
        if time > now + leadMax {
            violations.append(
                EventViolation("event_time", .timeInFuture, "more than \(leadMax.components.seconds / 60) minutes in the future"))
        } else if now - time > ageMax {
            violations.append(
                EventViolation(
                    "event_time", .eventTooOld, "older than the \(ageMax.components.seconds / 86_400) days that any platform takes"))
        }
    }

    private func identifiers(_ person: PersonalData?, now: Moment, _ violations: inout [EventViolation]) -> HashedIdentifiers? {
        do {
            let identifiers = try person.map { (person) throws(IdentifierFlaws) in
                try HashedIdentifiers(hashing: person, now: now.unixSeconds)
            }
            if let identifiers, !identifiers.isEmpty { return identifiers }
            violations.append(EventViolation("user_data", .missing, "at least one field is needed to know the person by"))
        } catch {
            for flaw in error.flaws {
                violations.append(EventViolation("user_data.\(flaw.field.rawValue)", .malformed, flaw.reason))
            }
        }
        return nil
    }

    private func checkAmount(_ amount: Double?, _ field: String, _ violations: inout [EventViolation]) {
        guard let amount else { return }
        if !amount.isFinite {
            violations.append(EventViolation(field, .malformed, "not a finite number"))
        } else if amount < 0 {
            violations.append(EventViolation(field, .outOfRange, "negative; a refund has its own event name and a positive value"))
        } else if amount > Money.majorMax {
            violations.append(EventViolation(field, .outOfRange, "more than \(Int(Money.majorMax))"))
        }
    }

    private func currency(_ text: String, tenantCurrency: String?, _ violations: inout [EventViolation]) -> String {
        if text.isEmpty, let tenantCurrency { return tenantCurrency }
        if let currency = Currency(text) { return currency.code }
        violations.append(EventViolation("currency", .unknownCurrency, "not a currency code of ISO 4217, such as GBP"))
        return ""
    }

    private func checkContents(_ contents: [ContentItem], _ violations: inout [EventViolation]) {
        if contents.count > Self.contentsMax {
            violations.append(EventViolation("contents", .tooMany, "more than \(Self.contentsMax) items"))
            return
        }
        for (index, item) in contents.enumerated() {
            if item.id.isEmpty {
                violations.append(EventViolation("contents[\(index)].id", .missing, "an item needs an id"))
            } else {
                checkText(item.id, "contents[\(index)].id", bytesMax: Self.contentIDBytesMax, &violations)
            }
            if !(0...Self.quantityMax).contains(item.quantity) {
                violations.append(EventViolation("contents[\(index)].quantity", .outOfRange, "not from 0 to \(Self.quantityMax)"))
            }
            checkAmount(item.itemPrice, "contents[\(index)].item_price", &violations)
        }
    }
}
