/// Text as platforms want it before hashing: lower-case, without white space at its ends, and without what a rule drops.
///
/// ASCII is done in one pass over bytes on the stack; everything else by the Unicode rules of the standard library.
enum NormalText {
    /// What is left out besides white space at the ends.
    struct Drops: OptionSet {
        let rawValue: UInt8
        static let space = Drops(rawValue: 1)
        /// Punctuation, symbols and control characters; letters, marks and digits of every script stay.
        static let punctuation = Drops(rawValue: 2)
    }

    /// Gives the normal form's UTF-8 to `body`. The bytes are valid inside of it only.
    static func with<Result>(_ text: String, dropping drops: Drops = [], _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var text = text
        let result: Result? = text.withUTF8 { utf8 in
            guard utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, utf8.count)) { buffer in
                let count = write(utf8, dropping: drops, to: buffer)
                return body(UnsafeBufferPointer(rebasing: buffer[..<count]))
            }
        }
        if let result { return result }
        var normal = unicode(text, dropping: drops)
        return normal.withUTF8(body)
    }

    /// The normal form as text.
    static func text(_ text: String, dropping drops: Drops = []) -> String {
        with(text, dropping: drops) { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: ASCII

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func write(
        _ text: UnsafeBufferPointer<UInt8>, dropping drops: Drops, to buffer: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var start = 0
        var end = text.count
        while start < end, isSpace(text[start]) { start += 1 }
        while end > start, isSpace(text[end - 1]) { end -= 1 }
        var count = 0
        for index in start..<end {
            var byte = text[index]
            if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) { byte |= 0x20 }
            if !isAlphanumeric(byte) {
                if isSpace(byte) {
                    if drops.contains(.space) { continue }
                } else if drops.contains(.punctuation) {
                    continue
                }
            }
            buffer[count] = byte
            count += 1
        }
        return count
    }

    // MARK: Everything else

    private static func unicode(_ text: String, dropping drops: Drops) -> String {
        var scalars = text.trimmingWhitespace.lowercased().unicodeScalars
        if !drops.isEmpty {
            scalars.removeAll { scalar in
                if scalar.properties.isWhitespace { return drops.contains(.space) }
                return drops.contains(.punctuation) && isDropped(scalar.properties.generalCategory)
            }
        }
        return String(scalars)
    }

    private static func isDropped(_ category: Unicode.GeneralCategory) -> Bool {
        switch category {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark,
            .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
            false
        default: true
        }
    }
}
