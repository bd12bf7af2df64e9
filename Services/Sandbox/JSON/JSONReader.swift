/// Reads JSON from front to back without building a tree: fast, and strict about syntax, duplicate keys and depth. RFC 8259
///
/// *Valid* as long as the bytes that it was given; they are UTF-8 (see `isUTF8`).
struct JSONReader {
    enum Kind: String {
        case object, array, string, number, bool, null
    }

    /// Objects and arrays within one another.
    static let depthMax = 64
    /// Members of one object.
    static let membersMax = 1000

    let bytes: UnsafeRawBufferPointer
    private(set) var position = 0
    private var depth = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Whether the bytes are UTF-8, as JSON must be. RFC 8259 §8.1
    static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil
    }

    // MARK: Values

    /// The kind of the value that comes next.
    mutating func kind() throws -> Kind {
        skipBlanks()
        guard position < bytes.count else { throw error("the end came too early") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: throw error("a value was expected")
        }
    }

    /// Reads an object; `body` reads the value of each member.
    mutating func members(_ body: (String, inout JSONReader) throws -> Void) throws {
        try membersByText { try body($0.string, &$1) }
    }

    /// The same without making texts of the keys.
    private mutating func membersByText(_ body: (JSONText, inout JSONReader) throws -> Void) throws {
        try enter(UInt8(ascii: "{"), "an object")
        var keys: [JSONText] = []
        let isEmpty = try leaves(UInt8(ascii: "}"))
        if !isEmpty {
            repeat {
                skipBlanks()
                let key = try text()
                guard !keys.contains(where: { $0.isSame(as: key) }) else { throw error("a key stands twice") }
                guard keys.count < Self.membersMax else { throw error("an object has too many members") }
                keys.append(key)
                skipBlanks()
                try expect(UInt8(ascii: ":"))
                try body(key, &self)
            } while try continues(UInt8(ascii: "}"))
        }
        depth -= 1
    }

    /// Reads an array; `body` reads each element.
    mutating func elements(_ body: (Int, inout JSONReader) throws -> Void) throws {
        try enter(UInt8(ascii: "["), "an array")
        var index = 0
        let isEmpty = try leaves(UInt8(ascii: "]"))
        if !isEmpty {
            repeat {
                skipBlanks()
                try body(index, &self)
                index += 1
            } while try continues(UInt8(ascii: "]"))
        }
        depth -= 1
    }

    /// Reads a string.
    mutating func text() throws -> JSONText {
        guard try kind() == .string else { throw error("a string was expected") }
        position += 1
        let start = position
        var hasEscapes = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let text = JSONText(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), hasEscapes: hasEscapes)
                position += 1
                return text
            }
            guard byte >= 0x20 else { throw error("a control character stands in a string") }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                try skipEscape()
            } else {
                position += 1
            }
        }
        throw error("a string has no end")
    }

    /// Reads a number and gives back its characters.
    mutating func number() throws -> String {
        guard try kind() == .number else { throw error("a number was expected") }
        let start = position
        try skipNumber()
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Reads `true` or `false`.
    mutating func bool() throws -> Bool {
        if try skipWord("true") { return true }
        if try skipWord("false") { return false }
        throw error("true or false was expected")
    }

    /// Reads any value and gives back where it stands.
    @discardableResult
    mutating func skip() throws -> Range<Int> {
        let kind = try kind()
        let start = position
        switch kind {
        case .object: try membersByText { try $1.skip() }
        case .array: try elements { try $1.skip() }
        case .string: _ = try text()
        case .number: try skipNumber()
        case .bool: _ = try bool()
        case .null: guard try skipWord("null") else { throw error("a value was expected") }
        }
        return start..<position
    }

    /// After the last value only blanks may follow.
    mutating func end() throws {
        skipBlanks()
        guard position == bytes.count else { throw error("something follows the value") }
    }

    func error(_ reason: String) -> JSONSyntaxError { JSONSyntaxError(offset: position, reason: reason) }

    // MARK: Pieces

    private mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func expect(_ byte: UInt8) throws {
        guard position < bytes.count, bytes[position] == byte else { throw error("'\(Unicode.Scalar(byte))' was expected") }
        position += 1
    }

    private mutating func enter(_ bracket: UInt8, _ what: String) throws {
        skipBlanks()
        guard position < bytes.count, bytes[position] == bracket else { throw error("\(what) was expected") }
        guard depth < Self.depthMax else { throw error("values stand too deep in one another") }
        depth += 1
        position += 1
    }

    private mutating func leaves(_ bracket: UInt8) throws -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == bracket else { return false }
        position += 1
        return true
    }

    private mutating func continues(_ bracket: UInt8) throws -> Bool {
        if try leaves(bracket) { return false }
        try expect(UInt8(ascii: ","))
        return true
    }

    private mutating func skipEscape() throws {
        guard position + 1 < bytes.count else { throw error("a string has no end") }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"):
            let unit = try skipUnit()
            if unit & 0xFC00 == 0xD800 {
                guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u"),
                    try skipUnit() & 0xFC00 == 0xDC00
                else { throw error("half of a surrogate pair stands alone") }
            } else if unit & 0xFC00 == 0xDC00 {
                throw error("half of a surrogate pair stands alone")
            }
        default: throw error("an unknown escape")
        }
    }

    private mutating func skipUnit() throws -> UInt32 {
        guard position + 6 <= bytes.count else { throw error("a string has no end") }
        var unit: UInt32 = 0
        for index in position + 2..<position + 6 {
            guard let digit = Self.hexadecimal(bytes[index]) else { throw error("an unknown escape") }
            unit = unit << 4 | UInt32(digit)
        }
        position += 6
        return unit
    }

    private mutating func skipNumber() throws {
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
        let start = position
        let isZero = position < bytes.count && bytes[position] == UInt8(ascii: "0")
        guard skipDigits() else { throw error("a number was expected") }
        guard !isZero || position == start + 1 else { throw error("a number begins with a needless zero") }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard skipDigits() else { throw error("a number has no digits after its point") }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() else { throw error("a number has no exponent") }
        }
    }

    private mutating func skipDigits() -> Bool {
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        return position > start
    }

    private mutating func skipWord(_ word: StaticString) throws -> Bool {
        skipBlanks()
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count,
            bytes[position..<position + count].elementsEqual(UnsafeRawBufferPointer(start: word.utf8Start, count: count))
        else { return false }
        position += count
        return true
    }

    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
