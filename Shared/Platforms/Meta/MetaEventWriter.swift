import Advertising

/// Writes an event as Meta's Conversions API takes it, plainly or masked. Fields have one order, so the same event makes the same bytes.
struct MetaEventWriter {
    private let isMasking: Bool
    private var json: JSONText
    private var needsComma = false

    /// Names of Meta's own; a property of the tenant's may not use them. Meta: custom data parameters
    private static let ownNames: Set<String> = [
        "value", "net_revenue", "currency", "content_name", "content_category", "content_ids", "contents", "content_type", "order_id",
        "predicted_ltv", "num_items", "status", "search_string", "delivery_category", "item_number",
    ]

    private static let hashed: [(key: StaticString, identifier: HashedIdentifier)] = [
        (#""em":"#, .email), (#""ph":"#, .phone), (#""fn":"#, .firstName), (#""ln":"#, .lastName), (#""ge":"#, .gender),
        (#""db":"#, .dateOfBirth), (#""ct":"#, .city), (#""st":"#, .state), (#""zp":"#, .postalCode), (#""country":"#, .country),
        (#""external_id":"#, .externalID),
    ]

    static func write(_ event: OutboundEvent, as source: ActionSource, isMasking: Bool) -> JSONText {
        var writer = MetaEventWriter(
            isMasking: isMasking, json: JSONText(capacity: 512 + event.contents.count * 80 + event.customData.count))
        writer.write(event, source)
        return writer.json
    }

    private init(isMasking: Bool, json: JSONText) {
        self.isMasking = isMasking
        self.json = json
    }

    private mutating func write(_ event: OutboundEvent, _ source: ActionSource) {
        open()
        key(#""event_name":"#)
        json.string(event.name.meta.name)
        key(#""event_time":"#)
        json.integer(event.time)
        key(#""event_id":"#)
        json.string(event.id)
        key(#""action_source":"#)
        json.string(source.metaName)
        if let url = event.sourceURL {
            key(#""event_source_url":"#)
            json.string(isMasking ? String(url.prefix { $0 != "?" && $0 != "#" }) : url)
        }
        key(#""user_data":"#)
        writeUserData(event.identifiers)
        if event.value != nil || !event.contents.isEmpty || event.orderID != nil || !event.customData.isEmpty {
            key(#""custom_data":"#)
            writeCustomData(event)
        }
        close()
    }

    private mutating func writeUserData(_ identifiers: HashedIdentifiers) {
        open()
        for (name, identifier) in Self.hashed {
            guard let digest = identifiers.hexadecimal(identifier) else { continue }
            key(name)
            json.raw("[")
            json.string(isMasking ? Masking.digest(digest) : digest)
            json.raw("]")
        }
        plain(#""client_ip_address":"#, identifiers.clientIPAddress, Masking.address)
        plain(#""client_user_agent":"#, identifiers.clientUserAgent, Masking.userAgent)
        plain(#""fbc":"#, identifiers.fbc, Masking.cookie)
        plain(#""fbp":"#, identifiers.fbp, Masking.cookie)
        close()
    }

    private mutating func writeCustomData(_ event: OutboundEvent) {
        open()
        if let value = event.value {
            key(#""value":"#)
            json.raw(value.decimal.utf8)
            key(#""currency":"#)
            json.string(value.currency.code)
        }
        if !event.contents.isEmpty {
            key(#""content_type":"product""#)
            key(#""contents":"#)
            writeContents(event.contents)
        }
        if let orderID = event.orderID {
            key(#""order_id":"#)
            json.string(orderID)
        }
        for member in JSONMembers(event.customData)?.sorted ?? [] where !Self.ownNames.contains(member.key) {
            key("\"")
            // As it stood, escapes and all.
            json.raw(member.key.utf8)
            json.raw("\":")
            // What a tenant puts here is not known, so none of it is shown.
            if isMasking { json.string("…") } else { json.raw(member.value) }
        }
        close()
    }

    private mutating func writeContents(_ contents: [OutboundContent]) {
        json.raw("[")
        for (index, content) in contents.enumerated() {
            if index > 0 { json.raw(",") }
            open()
            key(#""id":"#)
            json.string(content.id)
            key(#""quantity":"#)
            json.integer(content.quantity)
            if let price = content.itemPrice {
                key(#""item_price":"#)
                json.raw(price.decimal.utf8)
            }
            close()
        }
        json.raw("]")
    }

    private mutating func plain(_ name: StaticString, _ value: String?, _ mask: (String) -> String) {
        guard let value else { return }
        key(name)
        json.string(isMasking ? mask(value) : value)
    }

    private mutating func open() {
        json.raw("{")
        needsComma = false
    }

    private mutating func close() {
        json.raw("}")
        needsComma = true
    }

    private mutating func key(_ key: StaticString) {
        if needsComma { json.raw(",") }
        json.raw(key)
        needsComma = true
    }
}
