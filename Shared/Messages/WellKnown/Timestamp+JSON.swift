extension GoogleProtobuf.Timestamp: OwnJSONMessage {
    package func writeJSON(to json: inout JSONWriter) throws(JSONError) {
        guard let text = rfc3339 else { throw JSONError(problem: "a time from year 1 to 9999 expected") }
        json.write(string: text)
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Self? {
        guard let value = Self(rfc3339: try json.readString()) else { throw json.error("a time such as 2026-01-31T12:00:00Z expected") }
        return value
    }

    /// RFC 3339 in UTC with 0, 3, 6 or 9 digits of a second's fraction; nil when it is not valid.
    package var rfc3339: String? {
        guard isValid else { return nil }
        let (days, second) = seconds.flooredDivision(by: 86_400)
        let date = CivilDate(daysSince1970: days)
        let day = "\(DecimalText.padded(date.year, 4))-\(DecimalText.padded(date.month, 2))-\(DecimalText.padded(date.day, 2))"
        let time =
            "\(DecimalText.padded(second / 3600, 2)):\(DecimalText.padded(second / 60 % 60, 2)):\(DecimalText.padded(second % 60, 2))"
        return "\(day)T\(time)\(DecimalText.fraction(ofNanos: nanos))Z"
    }

    /// Reads RFC 3339 with any offset; nil for anything else.
    package init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count else { return nil }
            return DecimalText.digits(bytes[range])
        }
        func has(_ character: Unicode.Scalar, at index: Int) -> Bool { index < bytes.count && bytes[index] == UInt8(ascii: character) }
        guard let year = number(0..<4), has("-", at: 4), let month = number(5..<7), has("-", at: 7), let day = number(8..<10),
            let date = CivilDate(year: year, month: month, day: day), has("T", at: 10) || has("t", at: 10), let hour = number(11..<13),
            has(":", at: 13), let minute = number(14..<16), has(":", at: 16), let second = number(17..<19), hour < 24, minute < 60,
            second < 60
        else { return nil }
        var rest = bytes[19...]
        var nanos: Int32 = 0
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard let value = DecimalText.nanoseconds(ofFraction: fraction) else { return nil }
            nanos = value
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard let offset = Self.offset(rest) else { return nil }
        self.init(seconds: date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - offset, nanos: nanos)
        guard isValid else { return nil }
    }

    /// Seconds east of UTC: `Z`, `+01:00`.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
        let bytes = Array(text)
        if bytes == [UInt8(ascii: "Z")] || bytes == [UInt8(ascii: "z")] { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hour = DecimalText.digits(bytes[1..<3]),
            let minute = DecimalText.digits(bytes[4..<6]), hour < 24, minute < 60
        else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "+"): return hour * 3600 + minute * 60
        case UInt8(ascii: "-"): return -(hour * 3600 + minute * 60)
        default: return nil
        }
    }
}
