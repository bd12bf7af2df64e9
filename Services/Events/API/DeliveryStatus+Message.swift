import Messages

extension EventsV1.DeliveryStatus {
    init(_ status: DeliveryStatus) {
        switch status {
        case .pending: self = .pending
        case .delivered: self = .delivered
        case .rejected: self = .rejected
        case .dead: self = .dead
        case .unknown: self = .unknown
        }
    }
}

extension DeliveryStatus {
    /// Nil for any, or for a status that is not known here.
    init?(_ message: EventsV1.DeliveryStatus) {
        guard let status = DeliveryStatus.allCases.first(where: { EventsV1.DeliveryStatus($0) == message }) else { return nil }
        self = status
    }
}
