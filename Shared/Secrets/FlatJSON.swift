/// Reads the small JSON objects of tokens: names with strings, whole numbers, booleans or lists of strings; nothing nested.
///
/// Stricter than JSON on purpose: strings are printable ASCII without escapes, no name comes twice, nothing follows the object. Tokens are
/// made by our own services, so whatever is outside of this is not one.
struct FlatJSON {
    enum Value: Equatable {
        case string(String)
        case int(Int64)
        case bool(Bool)
        case strings([String])
    }

    private static let membersMax = 32
    private static let listMax = 256

    private let bytes: [UInt8]
    private var position = 0

    /// The members of the object; nil when the bytes are not one.
    static func members(_ bytes: [UInt8]) -> [String: Value]? {
        var reader = FlatJSON(bytes: bytes)
        guard let members = reader.object(), reader.position == bytes.count else { return nil }
        return members
    }

    /// Whether a byte may stand in a string.
    static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func object() -> [String: Value]? {
        guard take("{") else { return nil }
        if take("}") { return [:] }
        var members: [String: Value] = [:]
        repeat {
            guard let name = string(), take(":"), let value = value(), members.updateValue(value, forKey: name) == nil,
                members.count <= Self.membersMax
            else { return nil }
        } while take(",")
        return take("}") ? members : nil
    }

    private mutating func value() -> Value? {
        skipSpace()
        guard position < bytes.count else { return nil }
        switch bytes[position] {
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "["): return strings().map { .strings($0) }
        case UInt8(ascii: "t"): return take("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return take("false") ? .bool(false) : nil
        default: return int().map { .int($0) }
        }
    }

    private mutating func strings() -> [String]? {
        guard take("[") else { return nil }
        if take("]") { return [] }
        var strings: [String] = []
        repeat {
            guard let string = string(), strings.count < Self.listMax else { return nil }
            strings.append(string)
        } while take(",")
        return take("]") ? strings : nil
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        let start = position
        while position < bytes.count, Self.isPlain(bytes[position]) { position += 1 }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
        defer { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// A whole number without fraction or exponent, as RFC 8259 writes it: no leading zero.
    private mutating func int() -> Int64? {
        let start = position
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
        let digits = position
        while position < bytes.count, bytes[position] >= UInt8(ascii: "0"), bytes[position] <= UInt8(ascii: "9") { position += 1 }
        guard position > digits, position - digits == 1 || bytes[digits] != UInt8(ascii: "0") else { return nil }
        return Int64(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func take(_ word: StaticString) -> Bool {
        skipSpace()
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        for (offset, index) in (position..<end).enumerated() where bytes[index] != word.utf8Start[offset] { return false }
        position = end
        return true
    }
}
