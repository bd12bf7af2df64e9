import Secrets

/// Reads and judges the events of a request. One bad event refuses them all.
struct MetaEventReader {
    private typealias Step = MetaRefusal.Step

    let rules: MetaRules
    let nowUnixSeconds: Int64
    private let fields: MetaFieldReader

    private static let actionSources: Set<String> = [
        "email", "website", "app", "phone_call", "chat", "physical_store", "system_generated", "business_messaging", "other",
    ]

    init(rules: MetaRules, nowUnixSeconds: Int64) {
        self.rules = rules
        self.nowUnixSeconds = nowUnixSeconds
        fields = MetaFieldReader(rules: rules)
    }

    /// Reads the array `data`. Throws the `MetaRefusal` of the first bad event, blamed on the way from the array.
    func events(_ bytes: UnsafeRawBufferPointer) throws -> [IncomingEvent] {
        var reader = JSONReader(bytes)
        guard try reader.kind() == .array else { throw MetaRefusal.invalid("param data must be an array.") }
        var events: [IncomingEvent] = []
        try reader.blamedElements { index, reader in
            guard index < rules.eventsPerRequestMax else {
                throw MetaRefusal.invalid("param data must hold at most \(rules.eventsPerRequestMax) elements.")
            }
            events.append(try reader.kind() == .string ? eventText(try reader.text().string) : event(&reader))
        }
        try reader.end()
        guard !events.isEmpty else { throw MetaRefusal.invalid("param data must be non-empty.") }
        return events
    }

    /// An event as a text that holds JSON: Meta's own SDKs send their events so.
    private func eventText(_ text: String) throws -> IncomingEvent {
        try Array(text.utf8).withUnsafeBytes { bytes in
            var reader = JSONReader(bytes)
            let event = try event(&reader)
            try reader.end()
            return event
        }
    }

    private func event(_ reader: inout JSONReader) throws -> IncomingEvent {
        guard try reader.kind() == .object else { throw MetaRefusal.invalid("param data[…] must be an object.") }
        let start = reader.position
        var event = MetaEvent()
        try reader.blamedMembers { key, reader in try read(key, &reader, into: &event) }
        try check(event)
        let body = UnsafeRawBufferPointer(rebasing: reader.bytes[start..<reader.position])
        return IncomingEvent(name: event.name ?? "", id: event.id ?? "", digest: SHA256.digest(of: body), body: Array(body))
    }

    private func read(_ key: String, _ reader: inout JSONReader, into event: inout MetaEvent) throws {
        switch key {
        case "event_name": event.name = try fields.filledText(&reader, charactersMax: rules.nameCharactersMax)
        case "event_time": event.time = try fields.integer(&reader)
        case "action_source": event.actionSource = try fields.word(&reader, of: Self.actionSources)
        case "event_id": event.id = try fields.filledText(&reader)
        case "event_source_url":
            try fields.url(&reader)
            event.hasSourceURL = true
        case "user_data": event.userData = try MetaUserData(&reader, fields)
        case "custom_data": event.customData = try MetaCustomData(&reader, fields)
        case "app_data":
            try appData(&reader)
            event.hasAppData = true
        case "opt_out", "advanced_measurement_table": try fields.bool(&reader)
        case "referrer_url": try fields.url(&reader)
        case "data_processing_options":
            guard try reader.kind() == .array else { throw MetaRefusal.malformed("An array is expected") }
            try reader.blamedElements { _, reader in _ = try fields.word(&reader, of: ["LDU"]) }
        case "data_processing_options_country": _ = try fields.integer(&reader, in: 0...1)
        case "data_processing_options_state": _ = try fields.integer(&reader, in: 0...1100)
        case "messaging_channel":
            _ = try fields.filledText(&reader)
            event.hasMessagingChannel = true
        case "original_event_data", "attribution_data":
            guard try reader.kind() == .object else { throw MetaRefusal.malformed("An object is expected") }
            try reader.skip()
        default: throw MetaRefusal.invalid("Unexpected key \"\(key)\" in an event")
        }
    }

    private func appData(_ reader: inout JSONReader) throws {
        guard try reader.kind() == .object else { throw MetaRefusal.malformed("An object is expected") }
        var found: Set<String> = []
        try reader.blamedMembers { key, reader in
            switch key {
            case "advertiser_tracking_enabled", "application_tracking_enabled": _ = try fields.integer(&reader, in: 0...1)
            case "extinfo":
                guard try reader.kind() == .array else { throw MetaRefusal.malformed("An array is expected") }
                var count = 0
                try reader.blamedElements { _, reader in
                    _ = try fields.text(&reader)
                    count += 1
                }
                guard count == 16 else { throw MetaRefusal.malformed("16 elements are expected") }
            default: try reader.skip()
            }
            found.insert(key)
        }
        for key in ["advertiser_tracking_enabled", "application_tracking_enabled", "extinfo"] where !found.contains(key) {
            throw MetaRefusal.missing([.key(key)], key)
        }
    }

    private func check(_ event: MetaEvent) throws {
        guard let name = event.name else { throw MetaRefusal.missing([.key("event_name")], "event_name") }
        guard let time = event.time else { throw MetaRefusal.missing([.key("event_time")], "event_time") }
        guard let source = event.actionSource else { throw MetaRefusal.missing([.key("action_source")], "action_source") }
        guard let userData = event.userData else { throw MetaRefusal.missing([.key("user_data")], "user_data") }
        let ageMax = source == "physical_store" ? rules.physicalStoreAgeMaxSeconds : rules.ageMaxSeconds
        // Subtracted on the side that cannot overflow.
        guard time >= nowUnixSeconds - ageMax else { throw MetaRefusal.tooOld([.key("event_time")], days: ageMax / 86_400) }
        guard time <= nowUnixSeconds + rules.futureMaxSeconds else {
            throw MetaRefusal.malformed("A time that is not in the future is expected", [.key("event_time")])
        }
        if source == "website" {
            let agent: [Step] = [.key("user_data"), .key("client_user_agent")]
            guard event.hasSourceURL else { throw MetaRefusal.missingForWebsite([.key("event_source_url")], "event_source_url") }
            guard userData.keys.contains("client_user_agent") else { throw MetaRefusal.missingForWebsite(agent, "client_user_agent") }
        }
        if source == "app", !event.hasAppData { throw MetaRefusal.missing([.key("app_data")], "app_data") }
        if source == "business_messaging", !event.hasMessagingChannel {
            throw MetaRefusal.missing([.key("messaging_channel")], "messaging_channel")
        }
        guard userData.isEnough else { throw MetaRefusal.tooBroad([.key("user_data")]) }
        if name == "Purchase" {
            let place: [Step] = [.key("custom_data")]
            guard event.customData?.hasValue == true else { throw MetaRefusal.missingForPurchase(place + [.key("value")], "a value") }
            guard event.customData?.hasCurrency == true else {
                throw MetaRefusal.missingForPurchase(place + [.key("currency")], "a currency")
            }
        }
    }
}
