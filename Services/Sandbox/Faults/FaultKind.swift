/// How a platform misbehaves when it is told to.
enum FaultKind: Sendable, Hashable, CaseIterable {
    /// Answers late.
    case latency
    /// Answers 429 and says when to come back.
    case rateLimited
    /// Answers 429 and does not say when to come back.
    case rateLimitedBare
    /// Answers 500.
    case serverError
    /// Answers that the token has expired.
    case tokenExpired
    /// Takes the request, stays silent, then closes.
    case timeout
    /// Takes the request, answers half, and closes.
    case halfAnswer
    /// Resets the connection without taking the request.
    case reset
    /// Takes the request, then resets the connection.
    case resetAfterAccept
    /// Takes the request and answers 200 with what is no JSON.
    case garbage

    /// Whether the request is worked on before the fault strikes.
    var takesRequest: Bool {
        switch self {
        case .latency, .timeout, .halfAnswer, .resetAfterAccept, .garbage: true
        case .rateLimited, .rateLimitedBare, .serverError, .tokenExpired, .reset: false
        }
    }
}
