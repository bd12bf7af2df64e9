/// `grpc-timeout`: at most eight digits and a unit (PROTOCOL-HTTP2.md, "Timeout").
enum GRPCTimeout {
    private static let largest: UInt64 = 99_999_999

    /// Nanoseconds, `UInt64.max` for more than 584 years; nil when it is malformed.
    static func nanoseconds(_ text: UnsafeRawBufferPointer) -> UInt64? {
        guard text.count >= 2, text.count <= 9 else { return nil }
        var number: UInt64 = 0
        for byte in text.dropLast() {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            number = number * 10 + UInt64(byte - UInt8(ascii: "0"))
        }
        guard let unit = units.first(where: { $0.suffix == text[text.count - 1] }) else { return nil }
        let (nanoseconds, overflow) = number.multipliedReportingOverflow(by: unit.size)
        return overflow ? .max : nanoseconds
    }

    /// Finest first.
    private static let units: [(suffix: UInt8, size: UInt64)] = [
        (UInt8(ascii: "n"), 1), (UInt8(ascii: "u"), 1000), (UInt8(ascii: "m"), 1_000_000), (UInt8(ascii: "S"), 1_000_000_000),
        (UInt8(ascii: "M"), 60_000_000_000), (UInt8(ascii: "H"), 3_600_000_000_000),
    ]

    /// The text of a timeout, in the finest unit in which it has eight digits, rounded up so that the server does not give up first.
    static func text(nanoseconds: UInt64) -> String {
        for unit in units {
            let count = nanoseconds / unit.size + (nanoseconds % unit.size == 0 ? 0 : 1)
            if count <= largest { return "\(count)\(Character(Unicode.Scalar(unit.suffix)))" }
        }
        return "\(largest)H"
    }
}
