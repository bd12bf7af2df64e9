extension JSONReader {
    /// `true` or `false`.
    @inline(never)
    package mutating func readBool() throws(JSONError) -> Bool {
        if take(word: "true") { return true }
        if take(word: "false") { return false }
        throw error("true or false expected")
    }

    /// An integer, as a number or as a string; `1.0` and `1e3` are integers too.
    @inline(never)
    package mutating func readInteger<Integer: FixedWidthInteger>() throws(JSONError) -> Integer {
        let text = peek() == UInt8(ascii: "\"") ? try readString() : try readNumber()
        if let value = Integer(text), !text.hasPrefix("+") { return value }
        guard let number = Self.number(text), let value = Integer(exactly: number) else {
            throw error("an integer from \(Integer.min) to \(Integer.max) expected")
        }
        return value
    }

    /// A number, or one of the strings `NaN`, `Infinity`, `-Infinity`, or a number as a string.
    @inline(never)
    package mutating func readDouble() throws(JSONError) -> Double {
        let isString = peek() == UInt8(ascii: "\"")
        let text = isString ? try readString() : try readNumber()
        if isString {
            switch text {
            case "NaN": return .nan
            case "Infinity": return .infinity
            case "-Infinity": return -.infinity
            default: break
            }
        }
        guard let value = Self.number(text), value.isFinite else { throw error("a number expected") }
        return value
    }

    /// As `readDouble`, within the range of a Float.
    @inline(never)
    package mutating func readFloat() throws(JSONError) -> Float {
        let value = try readDouble()
        guard value.isFinite else { return Float(value) }
        let float = Float(value)
        guard float.isFinite else { throw error("a number within the range of a float expected") }
        return float
    }

    /// The text of a number as JSON's grammar has it (RFC 8259 §6).
    @inline(never)
    package mutating func readNumber() throws(JSONError) -> String {
        _ = peek()
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"),
                UInt8(ascii: "E"):
                position += 1
            default:
                return try number(from: start)
            }
        }
        return try number(from: start)
    }

    private func number(from start: Int) throws(JSONError) -> String {
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard Self.isNumber(text.utf8) else { throw JSONError(problem: "a value expected", offset: start) }
        return text
    }

    private static func number(_ text: String) -> Double? {
        isNumber(text.utf8) ? Double(text) : nil
    }

    /// -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
    private static func isNumber(_ text: String.UTF8View) -> Bool {
        var rest = text[...]
        func digits() -> Int {
            let run = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
            rest = rest.dropFirst(run)
            return run
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let integerDigits = digits()
        guard integerDigits > 0, !startsWithZero || integerDigits == 1 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
