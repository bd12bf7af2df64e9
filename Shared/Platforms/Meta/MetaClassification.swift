import HTTPClient

/// Says what an answer of the Graph API, or the lack of one, means. By code, then by `is_transient`, then by HTTP status.
struct MetaClassification {
    let configuration: MetaConfiguration
    /// Never shown.
    let token: String

    /// `eventCount` is how many events the request held; nil for a request without.
    func answer(to result: Result<HTTPResponse, HTTPFailure>, eventCount: Int?) -> PlatformAnswer {
        switch result {
        case .failure(let failure): answer(to: failure)
        case .success(let response): answer(to: response, eventCount)
        }
    }

    private func answer(to failure: HTTPFailure) -> PlatformAnswer {
        let isOurs = [.cancelled, .queueFull].contains(failure.kind)
        let outcome: DeliveryOutcome =
            if failure.requestMayHaveArrived {
                .unknown(reason: failure.reason)
            } else if failure.kind == .invalidRequest {
                .rejected(code: "REQUEST_INVALID", reason: failure.reason)
            } else {
                .retry(after: nil, countsForBreaker: !isOurs, reason: failure.reason)
            }
        var answer = PlatformAnswer(outcome: outcome)
        answer.latency = failure.duration
        return answer
    }

    private func answer(to response: HTTPResponse, _ eventCount: Int?) -> PlatformAnswer {
        let usage = MetaUsage(response.headers)
        let error = MetaJSON.decode(MetaErrorBody.Envelope.self, from: response.body)?.error
        var answer = PlatformAnswer(outcome: .delivered)
        if let error {
            answer.outcome = outcome(of: error, response.status, usage)
            answer.platformCode = error.platformCode
            answer.blamedEvents = error.blamedEvents
            answer.isRefusalOfEvents = isRefusalOfEvents(error, response.status)
        } else {
            answer.outcome = outcome(of: response, eventCount, usage)
            answer.isRefusalOfEvents = response.status == 413
        }
        answer.httpStatus = response.status
        answer.body = shown(response.body)
        answer.latency = response.duration
        answer.usagePercent = usage.percent
        return answer
    }

    // MARK: An error in Meta's form

    private func outcome(of error: MetaErrorBody, _ status: Int, _ usage: MetaUsage) -> DeliveryOutcome {
        let reason = shown(Array(error.reason.utf8))
        switch MetaErrorClass(code: error.code, subcode: error.subcode) {
        case .transient: return .retry(after: usage.pause, countsForBreaker: true, reason: reason)
        case .rateLimited: return rateLimited(usage, reason)
        case .credentials: return .credentialsExpired(reason: reason)
        case .eventsRefused, .requestRefused: return .rejected(code: error.platformCode, reason: reason)
        case nil: break
        }
        if error.isTransient { return .retry(after: usage.pause, countsForBreaker: true, reason: reason) }
        return outcome(ofStatus: status, code: error.platformCode, usage, reason)
    }

    /// A code that is not known may be about the events: then splitting finds out.
    private func isRefusalOfEvents(_ error: MetaErrorBody, _ status: Int) -> Bool {
        switch MetaErrorClass(code: error.code, subcode: error.subcode) {
        case .eventsRefused: true
        case nil: !error.isTransient && [400, 413, 422].contains(status)
        default: false
        }
    }

    // MARK: Anything else

    private struct Received: Decodable {
        let count: Int

        enum CodingKeys: String, CodingKey {
            case count = "events_received"
        }
    }

    private func outcome(of response: HTTPResponse, _ eventCount: Int?, _ usage: MetaUsage) -> DeliveryOutcome {
        guard (200...299).contains(response.status) else {
            // A page of a gateway tells nothing about the events, whatever its status says.
            guard !isPage(response) else {
                return .retry(after: usage.pause, countsForBreaker: true, reason: "A gateway answered with a page")
            }
            return outcome(ofStatus: response.status, code: "\(response.status)", usage, "HTTP status \(response.status)")
        }
        guard let eventCount else { return .delivered }
        guard let received = MetaJSON.decode(Received.self, from: response.body) else {
            return .unknown(reason: "The answer is not Meta's")
        }
        guard received.count == eventCount else {
            return .unknown(reason: "Meta says it received \(received.count) of \(eventCount) events")
        }
        return .delivered
    }

    private func outcome(ofStatus status: Int, code: String, _ usage: MetaUsage, _ reason: String) -> DeliveryOutcome {
        switch status {
        case 401: .credentialsExpired(reason: reason)
        case 408, 500...599: .retry(after: usage.pause, countsForBreaker: true, reason: reason)
        case 429: rateLimited(usage, reason)
        case 400...499: .rejected(code: code, reason: reason)
        default: .retry(after: usage.pause, countsForBreaker: true, reason: reason)
        }
    }

    private func rateLimited(_ usage: MetaUsage, _ reason: String) -> DeliveryOutcome {
        .rateLimited(after: min(usage.pause ?? configuration.rateLimitPause, configuration.rateLimitPauseMax), reason: reason)
    }

    private func isPage(_ response: HTTPResponse) -> Bool {
        let type = response.headers["Content-Type"]?.lowercased() ?? ""
        return type.hasPrefix("text/html") || response.body.first { $0 > 0x20 } == UInt8(ascii: "<")
    }

    /// The answer for the log: bounded, and without the token, should it echo.
    private func shown(_ body: [UInt8]) -> String {
        let text = String(decoding: body.prefix(PlatformAnswer.bodyBytesMax), as: UTF8.self)
        guard !token.isEmpty else { return text }
        return text.split(separator: token, omittingEmptySubsequences: false).joined(separator: "…")
    }
}
