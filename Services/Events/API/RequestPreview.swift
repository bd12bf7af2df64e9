import Advertising

/// What the request of an event to a platform looks like. Made again from the stored event: mapping always gives the same for the same event.
struct RequestPreview: Sendable {
    struct Request: Sendable {
        /// What the platform calls the event.
        let eventName: String
        /// The event's JSON, personal data masked.
        let maskedJSON: String
        /// SHA-256 of the event's JSON as it is sent, unmasked.
        let sha256: [UInt8]
    }

    /// The request of an event to a pixel; nil when the platform would not take the event, or is not spoken to here.
    let request: @Sendable (ConversionEvent, Platform, String) -> Request?
}
