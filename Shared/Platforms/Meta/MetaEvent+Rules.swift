import Advertising

extension MetaEvent {
    /// The action source that is sent. One that was not said is a website when page and user agent are known, as a website needs, and
    /// otherwise `other`, which claims nothing.
    static func actionSource(of event: OutboundEvent) -> ActionSource {
        if let source = event.actionSource { return source }
        return event.sourceURL != nil && event.identifiers.clientUserAgent != nil ? .website : .other
    }

    /// Why Meta would refuse the event; nil when it would not. Meta: Conversions API, parameters; errors of code 100
    static func refusal(of event: OutboundEvent, as source: ActionSource, now: Int64, _ configuration: MetaConfiguration) -> EventRefusal? {
        refusalOfTime(event, source, now, configuration) ?? refusalOfSource(event, source)
            ?? refusalOfPerson(event) ?? refusalOfWorth(event)
    }

    private static func refusalOfTime(
        _ event: OutboundEvent, _ source: ActionSource, _ now: Int64, _ configuration: MetaConfiguration
    ) -> EventRefusal? {
        let ageMax = configuration.limits.ageMax(for: source).components.seconds
        if event.time < now - ageMax {
            return EventRefusal(code: "EVENT_TOO_OLD", reason: "older than the \(ageMax / 86_400) days that Meta takes")
        }
        if event.time > now + configuration.futureMax.components.seconds {
            return EventRefusal(code: "EVENT_IN_FUTURE", reason: "its time is in the future")
        }
        return nil
    }

    private static func refusalOfSource(_ event: OutboundEvent, _ source: ActionSource) -> EventRefusal? {
        switch source {
        case .website where event.sourceURL == nil:
            EventRefusal(code: "EVENT_SOURCE_URL_MISSING", reason: "a website event needs event_source_url")
        case .website where event.identifiers.clientUserAgent == nil:
            EventRefusal(code: "CLIENT_USER_AGENT_MISSING", reason: "a website event needs client_user_agent")
        case .app: EventRefusal(code: "APP_DATA_MISSING", reason: "an app event needs the app's data, which Stratum does not take")
        case .businessMessaging:
            EventRefusal(code: "MESSAGING_CHANNEL_MISSING", reason: "a messaging event needs its channel, which Stratum does not take")
        default: nil
        }
    }

    private static func refusalOfPerson(_ event: OutboundEvent) -> EventRefusal? {
        event.identifiers.isEnough(for: .meta)
            ? nil : EventRefusal(code: "TOO_LITTLE_CUSTOMER_INFORMATION", reason: "too little customer information")
    }

    private static func refusalOfWorth(_ event: OutboundEvent) -> EventRefusal? {
        if let value = event.value, value.micros < 0 { return EventRefusal(code: "VALUE_NEGATIVE", reason: "its value is negative") }
        if event.name == .generic(.purchase), event.value == nil {
            return EventRefusal(code: "VALUE_MISSING", reason: "a purchase needs value and currency")
        }
        if event.contents.contains(where: { $0.id.isEmpty || $0.quantity < 0 }) {
            return EventRefusal(code: "CONTENTS_INVALID", reason: "an item has no id or a negative quantity")
        }
        if !event.customData.isEmpty, JSONMembers(event.customData) == nil {
            return EventRefusal(code: "CUSTOM_DATA_INVALID", reason: "custom_data is no JSON object")
        }
        return nil
    }
}
