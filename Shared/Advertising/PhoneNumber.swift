import CPhoneNumber

/// Telephone numbers in E.164, by libphonenumber (some 8 µs), with a short way for numbers that already are.
package enum PhoneNumber {
    /// Digits of an international number: E.164 allows 15; fewer than 7 reach nobody from abroad.
    private static let digits = 7...15

    /// The number with its plus, country code and digits; nil for what is none.
    ///
    /// With `+` or `00` before it, a number is international. Without, it is a number of `country` if its length fits there, and otherwise
    /// international with the plus left out: a country code is never invented. The length of a number that says it is international, or
    /// that comes without a country, is not held against a numbering plan: the plan may be newer than this machine's list.
    package static func e164(_ text: String, in country: Country?) -> String? {
        withE164(text, in: country) { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    /// Loads libphonenumber's tables, so that the first call does not: a few milliseconds.
    package static func prepare() {
        _ = e164("(020) 7946 0958", in: Country("GB"))
    }

    /// Gives the number's bytes to `body`, plus included. They are valid inside of it only.
    static func withE164<Result>(_ text: String, in country: Country?, _ body: (UnsafeBufferPointer<UInt8>?) -> Result) -> Result {
        var text = text.trimmingWhitespace
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(STRATUM_PHONE_TEXT_MAX)) { buffer in
            if let count = text.withUTF8({ plain($0, to: buffer) }) {
                return body(UnsafeBufferPointer(rebasing: buffer[..<count]))
            }
            let isInternational = text.hasPrefix("+") || text.hasPrefix("00") || text.hasPrefix("\u{FF0B}")
            if !isInternational, let country, let count = parse(text, country.code, buffer, mustBePossible: true) {
                return body(UnsafeBufferPointer(rebasing: buffer[..<count]))
            }
            if !text.hasPrefix("+") && !text.hasPrefix("\u{FF0B}") { text = "+" + text.drop { $0 == "0" } }
            let isGuess = !isInternational && country != nil
            let count =
                parse(text, "ZZ", buffer, mustBePossible: isGuess) ?? parse(digits(of: text), "ZZ", buffer, mustBePossible: isGuess)
            guard let count, digits.contains(count - 1) else { return body(nil) }
            return body(UnsafeBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// A plus and the digits alone, without zeros before them: what is left of a number with symbols that the library does not expect.
    private static func digits(of text: String) -> String {
        "+" + text.filter { $0.isASCII && $0.isNumber }.drop { $0 == "0" }
    }

    static func parse(
        _ text: String, _ region: String, _ buffer: UnsafeMutableBufferPointer<UInt8>, mustBePossible: Bool
    ) -> Int? {
        var text = text
        var isPossible: Int32 = 0
        let count = text.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) { text in
                buffer.withMemoryRebound(to: CChar.self) { e164 in
                    stratum_phone_e164(text.baseAddress, text.count, region, e164.baseAddress, &isPossible)
                }
            }
        }
        return count > 0 && (isPossible != 0 || !mustBePossible) ? count : nil
    }

    // MARK: The short way

    /// Copies a number that needs no thought: a plus, digits with spaces or dashes between them, and after the country code a digit that
    /// begins no trunk prefix. Nil sends the number to the library.
    static func plain(_ text: UnsafeBufferPointer<UInt8>, to buffer: UnsafeMutableBufferPointer<UInt8>) -> Int? {
        guard text.first == UInt8(ascii: "+"), (8...20).contains(text.count) else { return nil }
        var count = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "+") where count == 0: break
            case UInt8(ascii: " "), UInt8(ascii: "-"): continue
            default: return nil
            }
            guard count < 16 else { return nil }
            buffer[count] = byte
            count += 1
        }
        guard (11...13).contains(count), let code = countryCodeCount(buffer) else { return nil }
        switch buffer[code + 1] {
        case UInt8(ascii: "2")...UInt8(ascii: "7"), UInt8(ascii: "9"): return count
        default: return nil
        }
    }

    /// Digits of the country code after the plus, for those whose numbers are written the same at home and abroad but for a leading 0, 1 or
    /// 8.
    private static func countryCodeCount(_ number: UnsafeMutableBufferPointer<UInt8>) -> Int? {
        switch (number[1], number[2]) {
        case (UInt8(ascii: "1"), _): 1  // North America
        case (UInt8(ascii: "3"), UInt8(ascii: "0")), (UInt8(ascii: "3"), UInt8(ascii: "1")...UInt8(ascii: "4")): 2  // GR NL BE FR ES
        case (UInt8(ascii: "4"), UInt8(ascii: "1")), (UInt8(ascii: "4"), UInt8(ascii: "4")...UInt8(ascii: "9")): 2  // CH GB DK SE NO PL DE
        case (UInt8(ascii: "6"), UInt8(ascii: "1")), (UInt8(ascii: "6"), UInt8(ascii: "4")): 2  // AU NZ
        default: nil
        }
    }
}
