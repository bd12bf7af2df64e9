extension GoogleProtobuf.Duration: OwnJSONMessage {
    package func writeJSON(to json: inout JSONWriter) throws(JSONError) {
        guard isValid else { throw JSONError(problem: "a duration of at most 10000 years expected") }
        let sign = seconds < 0 || nanos < 0 ? "-" : ""
        json.write(string: "\(sign)\(seconds.magnitude)\(DecimalText.fraction(ofNanos: abs(nanos)))s")
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Self? {
        guard let value = Self(jsonText: try json.readString()) else { throw json.error("a duration such as 1.5s expected") }
        return value
    }

    /// Seconds with up to nine digits of a fraction and an `s`; nil for anything else.
    private init?(jsonText text: String) {
        var bytes = Array(text.utf8)[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes = bytes.dropFirst() }
        guard bytes.popLast() == UInt8(ascii: "s") else { return nil }
        let whole = bytes.prefix { $0 != UInt8(ascii: ".") }
        guard let seconds = DecimalText.digits(whole) else { return nil }
        var nanos: Int32 = 0
        if whole.count < bytes.count {
            guard let value = DecimalText.nanoseconds(ofFraction: bytes.dropFirst(whole.count + 1)) else { return nil }
            nanos = value
        }
        self.init(seconds: isNegative ? -seconds : seconds, nanos: isNegative ? -nanos : nanos)
        guard isValid else { return nil }
    }
}
