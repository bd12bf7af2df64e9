/// Amounts of money as whole millionths, so that sums are exact.
enum Micros {
    /// Reads a decimal number such as `2.55` or `-11062.06`; nil when it is none, has more than six digits after the point, or is beyond a trillion.
    static func parse(_ text: String) -> Int64? {
        var digits = text.utf8[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, whole.count <= 12, let units = number(whole) else { return nil }
        var fraction: Int64 = 0
        if parts.count == 2 {
            guard !parts[1].isEmpty, parts[1].count <= 6, let digits = number(parts[1]) else { return nil }
            fraction = (parts[1].count..<6).reduce(digits) { value, _ in value * 10 }
        }
        let micros = units * 1_000_000 + fraction
        return isNegative ? -micros : micros
    }

    /// As a number of whole units.
    static func value(_ micros: Int64) -> Double { Double(micros) / 1_000_000 }

    private static func number(_ digits: Substring.UTF8View.SubSequence) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value
    }
}
