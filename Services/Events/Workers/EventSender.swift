import Advertising
import Platforms

/// The way to one platform. One for each loop, confined to it.
protocol EventSender: Sendable {
    var platform: Platform { get }
    /// What the platform takes.
    var limits: EventLimits { get }
    /// Bytes of events in one request.
    var requestBytesMax: Int { get }
    /// An event in the platform's words, or why the platform would not take it. Always the same for the same event.
    func prepare(_ event: ConversionEvent, now: Moment) -> Preparation
    /// Sends a batch, and says what became of it, within the time that a request may take. Never throws: what the world answers is a value.
    func send(_ events: [PreparedEvent], with credentials: DeliveryCredentials) async -> SendAnswer
}

/// What mapping an event came to.
enum Preparation: Sendable {
    case ready(PreparedEvent)
    /// The platform's rules say no; one sentence.
    case refused(String)
}

/// An event as a platform wants it.
struct PreparedEvent: Sendable {
    enum Payload: Sendable {
        case meta(MetaEvent)
        /// For a sender that takes JSON as it is.
        case json([UInt8])
    }

    let payload: Payload
    /// The length of the event in a request.
    let byteCount: Int
    /// SHA-256 of the exact bytes that are sent.
    let sha256: [UInt8]
}
