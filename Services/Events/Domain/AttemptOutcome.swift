/// What one try to deliver one event came to.
enum AttemptOutcome: Equatable, Sendable {
    /// The platform took it.
    case delivered
    /// The platform will never take this event.
    case rejected
    /// It was not taken, and may be at another time; not before `after` when the platform says so.
    case retry(after: Duration?)
    /// Too many calls for now.
    case rateLimited(after: Duration?)
    /// The platform no longer takes the credentials. Says nothing about the event.
    case credentialsRefused
    /// It may have been taken: no answer came.
    case unknown

    /// The word in the delivery log.
    var word: String {
        switch self {
        case .delivered: "delivered"
        case .rejected: "rejected"
        case .retry: "retry"
        case .rateLimited: "rate_limited"
        case .credentialsRefused: "credentials_expired"
        case .unknown: "unknown"
        }
    }
}
