import Platforms
import Resilience

extension SendAnswer {
    /// What a platform's classified answer means for a batch.
    init(_ answer: PlatformAnswer) {
        self.init(
            outcome: Outcome(answer), health: answer.outcome.health, httpStatus: answer.httpStatus == 0 ? nil : answer.httpStatus,
            platformCode: answer.platformCode.isEmpty ? nil : answer.platformCode, reason: answer.outcome.reason,
            response: answer.body.isEmpty ? nil : answer.body, latency: answer.latency)
    }
}

extension SendAnswer.Outcome {
    fileprivate init(_ answer: PlatformAnswer) {
        switch answer.outcome {
        case .delivered: self = .delivered
        case .rejected where answer.isRefusalOfEvents: self = .refused(blamed: answer.blamedEvents)
        // A refusal of the request and not of what is in it is about the connection: no event is lost for it, the lane waits.
        case .rejected, .credentialsExpired: self = .credentialsRefused
        case .retry(let after, _, _): self = .retry(after: after)
        case .rateLimited(let after, _): self = .rateLimited(after: after)
        case .unknown: self = .unknown
        }
    }
}

extension DeliveryOutcome {
    /// What it says about the platform's health.
    fileprivate var health: CircuitBreaker.Outcome {
        switch self {
        case .delivered: .success
        case .rejected, .rateLimited: .notCounted
        case .retry(_, let counts, _): counts ? .failure(.serverError) : .notCounted
        case .credentialsExpired: .failure(.authentication)
        case .unknown: .failure(.transport)
        }
    }
}
