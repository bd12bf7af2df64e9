import HTTPClient

/// How much of the allowed calls is used up, and for how long nothing goes, as Meta's headers say.
/// `X-App-Usage`, `X-Ad-Account-Usage`, `X-Business-Use-Case-Usage`, `Retry-After`
struct MetaUsage {
    /// The highest of the percentages.
    let percent: Int?
    /// The longest of the pauses.
    let pause: Duration?

    private struct Counts: Decodable {
        let callCount: Double?
        let totalCPUTime: Double?
        let totalTime: Double?
        let accountUsage: Double?
        let minutesToRegainAccess: Double?

        enum CodingKeys: String, CodingKey {
            case callCount = "call_count"
            case totalCPUTime = "total_cputime"
            case totalTime = "total_time"
            case accountUsage = "acc_id_util_pct"
            case minutesToRegainAccess = "estimated_time_to_regain_access"
        }

        var percent: Double { max(callCount ?? 0, totalCPUTime ?? 0, totalTime ?? 0, accountUsage ?? 0) }
    }

    init(_ headers: HTTPHeaders) {
        var counts: [Counts] = []
        for name in ["X-App-Usage", "X-Ad-Account-Usage"] {
            if let value = headers[name], let one = MetaJSON.decode(Counts.self, from: Array(value.utf8)) { counts.append(one) }
        }
        if let value = headers["X-Business-Use-Case-Usage"],
            let byBusiness = MetaJSON.decode([String: [Counts]].self, from: Array(value.utf8))
        {
            counts += byBusiness.values.joined()
        }
        percent = counts.map(\.percent).max().flatMap { Int(exactly: $0.rounded()) }
        var seconds = counts.compactMap(\.minutesToRegainAccess).map { $0 * 60 }
        // Only the form in seconds: Meta sends no dates here. RFC 9110 §10.2.3
        if let value = headers["Retry-After"], let delay = Double(value) { seconds.append(delay) }
        pause = seconds.filter { $0.isFinite && $0 > 0 }.max().map { .seconds(min($0, 1e9)) }
    }
}
