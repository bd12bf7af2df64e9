/// The short name of a tenant: 2 to 63 lower-case letters, digits and dashes, with no dash at either end, so that it can be a DNS label.
struct TenantSlug: Hashable, Sendable {
    /// The name itself.
    let text: String

    /// RFC 1035 §2.3.4: a label has 63 octets at most.
    static let lengths = 2...63

    init(_ text: String, field: String) throws(FieldRefusal) {
        let bytes = text.utf8
        guard Self.lengths.contains(bytes.count) else {
            throw FieldRefusal(field: field, description: "must have 2 to 63 characters")
        }
        guard bytes.allSatisfy(Self.isAllowed) else {
            throw FieldRefusal(field: field, description: "may hold lower-case letters a to z, digits and dashes only")
        }
        let dash = UInt8(ascii: "-")
        guard bytes.first != dash, bytes.last != dash else {
            throw FieldRefusal(field: field, description: "must not begin or end with a dash")
        }
        self.text = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
