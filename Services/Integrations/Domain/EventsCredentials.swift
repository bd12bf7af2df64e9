import Advertising

/// Credentials for sending events to one platform.
enum EventsCredentials: Equatable, Sendable {
    case meta(MetaEventsCredentials)

    /// The platform they are for.
    var platform: Platform {
        switch self {
        case .meta: .meta
        }
    }

    /// Where the events go on the platform: Meta's pixel (dataset).
    var pixelID: String {
        switch self {
        case .meta(let credentials): credentials.pixelID
        }
    }
}
