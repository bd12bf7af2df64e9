/// A word or a sign of Swift code.
struct SwiftToken: Equatable {
    let text: String
    /// From 1.
    let line: Int
    /// Whether nothing, not even a blank, stands between it and the one before: `!` in `try!`, but not in `try !isEnded`.
    var isAttached = false

    var isWord: Bool {
        text.utf8.first.map { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "`") || Self.isLetter($0) } ?? false
    }

    /// The words and signs of code that `SwiftCode` has cleaned. A name in backticks is one word, backticks included.
    static func tokens(of code: [UInt8]) -> [SwiftToken] {
        var tokens: [SwiftToken] = []
        var line = 1
        var index = 0
        while index < code.count {
            let start = index
            let byte = code[index]
            index += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte <= UInt8(ascii: " ") { continue }
            if byte == UInt8(ascii: "`") {
                while index < code.count, code[index] != UInt8(ascii: "`") { index += 1 }
                index = min(index + 1, code.count)
            } else if isWordByte(byte) {
                while index < code.count, isWordByte(code[index]) { index += 1 }
            }
            let text = String(decoding: code[start..<index], as: UTF8.self)
            tokens.append(SwiftToken(text: text, line: line, isAttached: start > 0 && code[start - 1] > UInt8(ascii: " ")))
        }
        return tokens
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || isLetter(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
}
