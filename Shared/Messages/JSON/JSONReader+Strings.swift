extension JSONReader {
    /// A string with its escapes resolved. Refused: bytes that are not UTF-8, control characters, half of a surrogate pair.
    @inline(never)
    package mutating func readString() throws(JSONError) -> String {
        guard peek() == UInt8(ascii: "\"") else { throw error("a string expected") }
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                return try validated(bytes[start..<position])
            case UInt8(ascii: "\\"): return try readEscapedString(from: start)
            case 0..<0x20: throw error("a control character in a string")
            default: position += 1
            }
        }
        throw error("the text ends too early")
    }

    private func validated(_ slice: Slice<UnsafeRawBufferPointer>) throws(JSONError) -> String {
        guard let text = UnsafeRawBufferPointer(rebasing: slice).withMemoryRebound(to: UInt8.self, { String(validatingUTF8: $0) }) else {
            throw error("not UTF-8")
        }
        return text
    }

    private mutating func readEscapedString(from start: Int) throws(JSONError) -> String {
        var unescaped = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = unescaped.withUnsafeBufferPointer({ String(validatingUTF8: $0) }) else { throw error("not UTF-8") }
                return text
            case UInt8(ascii: "\\"): try readEscape(into: &unescaped)
            case 0..<0x20: throw error("a control character in a string")
            default: unescaped.append(byte)
            }
        }
        throw error("the text ends too early")
    }

    private mutating func readEscape(into unescaped: inout [UInt8]) throws(JSONError) {
        guard position < bytes.count else { throw error("the text ends too early") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(byte)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0c)
        case UInt8(ascii: "n"): unescaped.append(0x0a)
        case UInt8(ascii: "r"): unescaped.append(0x0d)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"): try readUnicodeEscape(into: &unescaped)
        default: throw error("no such escape in a string")
        }
    }

    private mutating func readUnicodeEscape(into unescaped: inout [UInt8]) throws(JSONError) {
        var value = UInt32(try readHexadecimal())
        if (0xd800..<0xdc00).contains(value) {
            guard bytes.count - position >= 2, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u") else {
                throw error("half of a surrogate pair")
            }
            position += 2
            let low = UInt32(try readHexadecimal())
            guard (0xdc00..<0xe000).contains(low) else { throw error("half of a surrogate pair") }
            value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw error("half of a surrogate pair") }
        unescaped.append(contentsOf: Array(String(Character(scalar)).utf8))
    }

    private mutating func readHexadecimal() throws(JSONError) -> UInt16 {
        guard bytes.count - position >= 4, let value = UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16),
            bytes[position] != UInt8(ascii: "+")
        else { throw error("four hexadecimal digits expected") }
        position += 4
        return value
    }
}
