/// What an attempt to deliver came to, whatever the platform.
package enum DeliveryOutcome: Sendable, Hashable {
    /// The platform took it.
    case delivered
    /// The platform will never take it as it is.
    case rejected(code: String, reason: String)
    /// It did not arrive, or was not worked on: send again after a pause, the platform's when it names one.
    case retry(after: Duration?, countsForBreaker: Bool, reason: String)
    /// Too many calls: nothing goes to this account before the pause is over.
    case rateLimited(after: Duration, reason: String)
    /// The platform does not take the credentials: nothing goes out until the tenant has connected again.
    case credentialsExpired(reason: String)
    /// It may have arrived: send again under the same id and body, and only within the platform's dedupe window.
    case unknown(reason: String)

    /// The outcome as the delivery log has it.
    package var name: String {
        switch self {
        case .delivered: "delivered"
        case .rejected: "rejected"
        case .retry: "retry"
        case .rateLimited: "rate_limited"
        case .credentialsExpired: "credentials_expired"
        case .unknown: "unknown"
        }
    }

    /// Whether it is a failure of the platform or of the way to it, as the circuit breaker counts. A payload that was refused and a rate
    /// limit say nothing about the platform's health.
    package var countsForBreaker: Bool {
        switch self {
        case .delivered, .rejected, .rateLimited: false
        case .retry(_, let counts, _): counts
        case .credentialsExpired, .unknown: true
        }
    }

    /// One sentence; empty when delivered.
    package var reason: String {
        switch self {
        case .delivered: ""
        case .rejected(_, let reason), .retry(_, _, let reason), .rateLimited(_, let reason), .credentialsExpired(let reason),
            .unknown(let reason):
            reason
        }
    }
}
