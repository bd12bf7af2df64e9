import Messages
import Operations

/// Times as people read them.
enum TimeText {
    /// `2026-11-20 10:41:00Z`; empty when there is none.
    static func utc(_ timestamp: GoogleProtobuf.Timestamp?) -> String {
        guard let timestamp else { return "" }
        // RFC 3339 is what proto3 JSON writes; people read a space more easily than a T.
        guard let json = try? timestamp.json(JSONOptions()) else { return "" }
        let text = json.filter { $0 != "\"" }
        let whole = text.prefix(19)
        return whole.split(separator: "T").joined(separator: " ") + "Z"
    }

    /// `12.3 ms`, `1.25 s`; empty when there is none.
    static func latency(_ duration: GoogleProtobuf.Duration?) -> String {
        guard let duration else { return "" }
        let microseconds = duration.seconds * 1_000_000 + Int64(duration.nanos) / 1000
        if microseconds < 1_000_000 { return "\(decimal(microseconds, by: 1000, digits: 1)) ms" }
        return "\(decimal(microseconds, by: 1_000_000, digits: 2)) s"
    }

    /// How long from now until then.
    static func fromNow(_ timestamp: GoogleProtobuf.Timestamp) -> Duration {
        .seconds(timestamp.seconds) + .nanoseconds(Int64(timestamp.nanos)) - .nanoseconds(UnixTime.nanoseconds())
    }

    private static func decimal(_ value: Int64, by unit: Int64, digits: Int) -> String {
        let scale = (0..<digits).reduce(Int64(1)) { power, _ in power * 10 }
        let rounded = (value * scale + unit / 2) / unit
        let fraction = "\(rounded % scale)"
        return "\(rounded / scale).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
    }
}
