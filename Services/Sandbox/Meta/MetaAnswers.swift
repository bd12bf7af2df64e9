import HTTPServer

/// Makes Meta's HTTP answers, and spoils them when a fault strikes.
struct MetaAnswers {
    let rules: MetaRules
    /// `fbtrace_id` of this request.
    let traceID: String

    /// How long a platform that never answers stays silent when the fault does not say.
    private static let silence = Duration.seconds(30)
    /// Minutes after which a rate limit lets calls through again.
    private static let minutesToRegainAccess = 1

    init(rules: MetaRules, trace: UInt64) {
        self.rules = rules
        // The platform's ids begin with A and are 23 characters long.
        let digits = String(trace, radix: 36)
        traceID = "A" + String(repeating: "0", count: max(0, 22 - digits.count)) + digits
    }

    func success(_ body: [UInt8]) -> HTTPServerResponse {
        HTTPServerResponse(status: 200, headers: headers(usagePercent: 1), body: body)
    }

    func received(_ count: Int) -> HTTPServerResponse {
        var writer = JSONWriter()
        writer.raw(#"{"events_received":"#)
        writer.integer(count)
        writer.raw(#","messages":[],"fbtrace_id":"#)
        writer.string(traceID)
        writer.raw("}")
        return success(writer.bytes)
    }

    func refused(_ refusal: MetaRefusal) -> HTTPServerResponse {
        HTTPServerResponse(status: refusal.status, headers: headers(usagePercent: 1), body: refusal.body(traceID: traceID))
    }

    /// What a fault makes of the answer; `nil` when the request was not worked on.
    func struck(by fault: Fault, instead response: HTTPServerResponse?) -> HTTPServerResponse {
        var response = response ?? refused(.unavailable)
        response.delay = fault.delay
        switch fault.kind {
        case .latency: break
        case .rateLimited, .rateLimitedBare: response = rateLimited(saysWhen: fault.kind == .rateLimited, delay: fault.delay)
        case .serverError: break
        case .tokenExpired: response = refused(.tokenExpired)
        case .timeout:
            response.ending = .close
            if fault.delay == .zero { response.delay = Self.silence }
        case .halfAnswer: response.ending = .half
        case .reset, .resetAfterAccept: response.ending = .reset
        case .garbage:
            response.status = 200
            response.body = Array("{\"events_rec\u{FFFD}<!doctype".utf8)
        }
        return response
    }

    private func rateLimited(saysWhen: Bool, delay: Duration) -> HTTPServerResponse {
        var response = HTTPServerResponse(
            status: 429, headers: headers(usagePercent: saysWhen ? 100 : nil), body: MetaRefusal.rateLimited.body(traceID: traceID),
            delay: delay)
        if saysWhen {
            response.headers.append(("Retry-After", "\(Self.minutesToRegainAccess * 60)"))
            response.headers.append(
                (
                    "X-Business-Use-Case-Usage",
                    "{\"122100000000000001\":[{\"type\":\"ads_management\",\"call_count\":100,\"total_cputime\":25,\"total_time\":25,"
                        + "\"estimated_time_to_regain_access\":\(Self.minutesToRegainAccess),\"ads_api_access_tier\":\"standard_access\"}]}"
                ))
        }
        return response
    }

    private func headers(usagePercent: Int?) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = [
            ("Content-Type", "application/json; charset=UTF-8"), ("facebook-api-version", rules.newestVersion.description),
            ("x-fb-trace-id", traceID), ("Cache-Control", "no-store"),
        ]
        if let usagePercent {
            headers.append(("X-App-Usage", "{\"call_count\":\(usagePercent),\"total_cputime\":1,\"total_time\":1}"))
        }
        return headers
    }
}
