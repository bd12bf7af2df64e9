/// What the event was about: which of the fields that a purchase needs are there.
struct MetaCustomData {
    private(set) var hasValue = false
    private(set) var hasCurrency = false

    private static let contentTypes: Set<String> = ["product", "product_group"]
    private static let deliveryCategories: Set<String> = ["in_store", "curbside", "home_delivery"]

    init(_ reader: inout JSONReader, _ fields: MetaFieldReader) throws {
        guard try reader.kind() == .object else { throw MetaRefusal.malformed("An object is expected") }
        var (hasValue, hasCurrency) = (false, false)
        try reader.blamedMembers { key, reader in
            switch key {
            case "value":
                try fields.number(&reader)
                hasValue = true
            case "currency":
                guard MetaCurrencies.contains(try fields.text(&reader)) else {
                    throw MetaRefusal.malformed("A currency of ISO 4217 is expected")
                }
                hasCurrency = true
            case "net_revenue", "predicted_ltv": try fields.number(&reader, isNegativeAllowed: true)
            case "num_items": _ = try fields.integer(&reader)
            case "content_name", "content_category", "order_id", "status", "search_string", "item_number":
                _ = try fields.text(&reader)
            case "content_ids": try fields.texts(&reader) { _ in }
            case "content_type": _ = try fields.word(&reader, of: Self.contentTypes)
            case "delivery_category": _ = try fields.word(&reader, of: Self.deliveryCategories)
            case "contents": try Self.contents(&reader, fields)
            // A property of the sender's own.
            default: try reader.skip()
            }
        }
        self.hasValue = hasValue
        self.hasCurrency = hasCurrency
    }

    private static func contents(_ reader: inout JSONReader, _ fields: MetaFieldReader) throws {
        guard try reader.kind() == .array else { throw MetaRefusal.malformed("An array is expected") }
        try reader.blamedElements { _, reader in
            guard try reader.kind() == .object else { throw MetaRefusal.malformed("An object is expected") }
            var hasID = false
            try reader.blamedMembers { key, reader in
                switch key {
                case "id":
                    _ = try fields.filledText(&reader)
                    hasID = true
                case "quantity": _ = try fields.integer(&reader)
                case "item_price": try fields.number(&reader)
                case "title", "description", "brand", "category": _ = try fields.text(&reader)
                case "delivery_category": _ = try fields.word(&reader, of: deliveryCategories)
                default: throw MetaRefusal.invalid("Unexpected key \"\(key)\" in contents")
                }
            }
            guard hasID else { throw MetaRefusal.missing([.key("id")], "id") }
        }
    }
}
