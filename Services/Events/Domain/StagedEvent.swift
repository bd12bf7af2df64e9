import FoundationEssentials

/// A checked event on its way into the tables: personal data hashed, body packed.
struct StagedEvent: Sendable {
    /// A UUID of version 7: the moment in it is when the event was accepted.
    let rowID: UUID
    let key: DedupeKey
    let eventTime: Moment
    /// Tells the same event from another one under the same key.
    let digest: EventDigest
    /// The packed body: what is ever sent.
    let body: [UInt8]
}
