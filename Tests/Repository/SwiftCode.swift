/// Takes comments and the contents of string literals out of Swift source, and leaves what the compiler reads as code.
///
/// What is taken out becomes spaces, so lines keep their numbers. Code inside an interpolation stays. Regex literals are not known: a quote
/// inside one would be taken for a string's beginning.
struct SwiftCode {
    /// The source with the rest blanked.
    private(set) var bytes: [UInt8]
    private var position = 0

    private init(_ source: String) {
        bytes = Array(source.utf8)
        readCode(untilParenthesis: false)
    }

    /// The code in a source text.
    static func only(in source: String) -> [UInt8] {
        SwiftCode(source).bytes
    }

    private func byte(at offset: Int) -> UInt8 {
        position + offset < bytes.count ? bytes[position + offset] : 0
    }

    private func starts(with text: StaticString) -> Bool {
        (0..<text.utf8CodeUnitCount).allSatisfy { byte(at: $0) == text.utf8Start[$0] }
    }

    private mutating func blank(_ count: Int) {
        for _ in 0..<count where position < bytes.count {
            if bytes[position] != UInt8(ascii: "\n") { bytes[position] = UInt8(ascii: " ") }
            position += 1
        }
    }

    private mutating func readCode(untilParenthesis: Bool) {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "/") where starts(with: "//"): blankLine()
            case UInt8(ascii: "/") where starts(with: "/*"): blankComment()
            case UInt8(ascii: "\""), UInt8(ascii: "#"): readString()
            case UInt8(ascii: "("):
                depth += 1
                position += 1
            case UInt8(ascii: ")"):
                if untilParenthesis, depth == 0 { return }
                depth -= 1
                position += 1
            default: position += 1
            }
        }
    }

    private mutating func blankLine() {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { blank(1) }
    }

    private mutating func blankComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                blank(2)
            } else if starts(with: "*/") {
                depth -= 1
                blank(2)
            } else {
                blank(1)
            }
        } while depth > 0 && position < bytes.count
    }

    /// A literal of any kind: `"…"`, `"""…"""`, and both between number signs.
    private mutating func readString() {
        var signs = 0
        while byte(at: signs) == UInt8(ascii: "#") { signs += 1 }
        guard byte(at: signs) == UInt8(ascii: "\"") else {
            position += max(signs, 1)
            return
        }
        let isLong = byte(at: signs + 1) == UInt8(ascii: "\"") && byte(at: signs + 2) == UInt8(ascii: "\"")
        let quotes = isLong ? 3 : 1
        blank(signs + quotes)
        while position < bytes.count {
            if closes(quotes: quotes, signs: signs) {
                blank(quotes + signs)
                return
            }
            if byte(at: 0) == UInt8(ascii: "\\"), (0..<signs).allSatisfy({ byte(at: 1 + $0) == UInt8(ascii: "#") }) {
                readEscape(signs: signs)
            } else if !isLong, byte(at: 0) == UInt8(ascii: "\n") {
                return
            } else {
                blank(1)
            }
        }
    }

    private func closes(quotes: Int, signs: Int) -> Bool {
        (0..<quotes).allSatisfy { byte(at: $0) == UInt8(ascii: "\"") }
            && (0..<signs).allSatisfy { byte(at: quotes + $0) == UInt8(ascii: "#") }
    }

    private mutating func readEscape(signs: Int) {
        guard byte(at: 1 + signs) == UInt8(ascii: "(") else {
            blank(2 + signs)
            return
        }
        blank(2 + signs)
        readCode(untilParenthesis: true)
        blank(1)
    }
}
