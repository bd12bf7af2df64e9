import Resilience

/// What a platform answered to a batch, or that it did not.
struct SendAnswer: Sendable {
    /// What it means for the batch.
    enum Outcome: Equatable, Sendable {
        /// All of them were taken.
        case delivered
        /// The request was refused for what is in it, and none was taken. Places of the events that the platform blames, if it does.
        case refused(blamed: [Int])
        /// None was taken, and may be at another time.
        case retry(after: Duration?)
        case rateLimited(after: Duration?)
        case credentialsRefused
        /// They may have been taken: there was no answer to be understood.
        case unknown
    }

    let outcome: Outcome
    /// What it says about the platform's health.
    let health: CircuitBreaker.Outcome
    /// Nil without an answer.
    let httpStatus: Int?
    /// The platform's error code, e.g. `100/2804003`; nil when there is none.
    let platformCode: String?
    /// One sentence, without personal data or secrets; empty when delivered.
    let reason: String
    /// The answer, shortened; nil without one.
    let response: String?
    let latency: Duration
}

extension SendAnswer {
    /// The same with texts that can be stored, whatever the platform sent: bounded, and without control characters, of which the database takes
    /// no zero and a terminal too much.
    var storable: SendAnswer {
        SendAnswer(
            outcome: outcome, health: health, httpStatus: httpStatus, platformCode: platformCode.map { $0.storable(bytesMax: 64) },
            reason: reason.storable(bytesMax: 500), response: response?.storable(bytesMax: 4096), latency: latency)
    }
}

extension String {
    fileprivate func storable(bytesMax: Int) -> String {
        let isFine = utf8.count <= bytesMax && utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        if isFine { return self }
        var text = ""
        var count = 0
        for scalar in unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control
            let next: Unicode.Scalar = isControl ? " " : scalar
            count += UTF8.width(next)
            guard count <= bytesMax else { break }
            text.unicodeScalars.append(next)
        }
        return text
    }
}

extension SendAnswer.Outcome {
    /// What it means for one event of the batch. A refusal reaches one event only once it stands alone.
    var forOneEvent: AttemptOutcome {
        switch self {
        case .delivered: .delivered
        case .refused: .rejected
        case .retry(let after): .retry(after: after)
        case .rateLimited(let after): .rateLimited(after: after)
        case .credentialsRefused: .credentialsRefused
        case .unknown: .unknown
        }
    }
}
