import FoundationEssentials

/// One try to deliver, as it was written down, with the request that it was part of.
struct PastAttempt: Equatable, Sendable {
    let number: Int
    let startedAt: Moment
    /// Nil when no answer was written down.
    let latency: Duration?
    /// The word for what it came to.
    let outcome: String
    let httpStatus: Int?
    let platformCode: String?
    let reason: String?
    /// SHA-256 of the event's JSON as it was sent; nil when it was not written down.
    let bodySHA256: [UInt8]?
    let batchID: UUID
    /// Events in the request.
    let batchSize: Int
    let limiterWait: Duration
    let breakerState: BreakerState
    /// When the outcome was written down.
    let recordedAt: Moment?
    /// The platform's answer, shortened.
    let response: String?
}
