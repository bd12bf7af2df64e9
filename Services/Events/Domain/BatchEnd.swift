/// How a request to a platform ended.
struct BatchEnd: Sendable {
    let closedAt: Moment
    /// A word for the outcome of the request as a whole.
    let outcome: String
    /// Nil without an answer.
    let httpStatus: Int?
    /// From sending to the end of the answer, or to the failure.
    let latency: Duration
    /// The platform's answer, shortened; nil without one.
    let response: String?
}
