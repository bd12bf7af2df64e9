import Advertising

/// Which deliveries of a tenant a list shows.
struct DeliveryFilter: Equatable, Sendable {
    /// Nil for all.
    var platform: Platform?
    /// Nil for any.
    var status: DeliveryStatus?
    /// Nil for any.
    var eventID: String?
    /// Only those accepted then or later.
    var acceptedAfter: Moment?
    /// Only what comes after this one in the list: newest event first, then by platform.
    var after: DeliveryID?
    /// At most this many.
    var most: Int

    static let mostDefault = 50
    static let mostMax = 1000
}
