/// How far the delivery of an event to a platform is.
enum DeliveryStatus: String, CaseIterable, Sendable {
    /// Waiting for its first or next attempt.
    case pending
    /// The platform took it.
    case delivered
    /// It cannot be taken: by the platform's rules before sending, or by its answer.
    case rejected
    /// Given up after the last attempt; can be replayed.
    case dead
    /// Sent, but the outcome is not known and the platform's dedupe window has passed.
    case unknown

    /// What it may become. A delivery leaves `dead` and `unknown` on a person's word only.
    var successors: Set<DeliveryStatus> {
        switch self {
        case .pending: [.delivered, .rejected, .dead, .unknown]
        case .dead, .unknown: [.pending]
        case .delivered, .rejected: []
        }
    }

    /// Whether a person may ask for another try.
    var canBeReplayed: Bool { successors.contains(.pending) }
}
