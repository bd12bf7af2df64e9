import Secrets

/// An event that a platform is about to take.
struct IncomingEvent: Sendable, Equatable {
    let name: String
    /// Empty when it came without one.
    let id: String
    /// Of `body`.
    let digest: SHA256Digest
    /// The event's bytes as received.
    let body: [UInt8]
}
