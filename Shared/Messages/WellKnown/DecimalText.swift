/// Digits in the texts of times.
enum DecimalText {
    /// A number with zeros in front.
    static func padded(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// A second's fraction with its point in 0, 3, 6 or 9 digits.
    static func fraction(ofNanos nanos: Int32) -> String {
        if nanos == 0 { return "" }
        if nanos % 1_000_000 == 0 { return "." + padded(Int64(nanos / 1_000_000), 3) }
        if nanos % 1000 == 0 { return "." + padded(Int64(nanos / 1000), 6) }
        return "." + padded(Int64(nanos), 9)
    }

    /// The number that 1 to 18 digits stand for; nil for anything else.
    static func digits(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard (1...18).contains(bytes.count) else { return nil }
        var number: Int64 = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            number = number * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return number
    }

    /// The nanoseconds of a fraction of 1 to 9 digits.
    static func nanoseconds(ofFraction bytes: ArraySlice<UInt8>) -> Int32? {
        guard bytes.count <= 9, var number = digits(bytes) else { return nil }
        for _ in bytes.count..<9 { number *= 10 }
        return Int32(number)
    }
}
