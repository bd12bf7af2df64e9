/// An event that Meta's rules allow, as it stands in a request.
package struct MetaEvent: Sendable, Hashable {
    /// The JSON object: the same bytes each time the event is translated.
    package let json: [UInt8]
}
