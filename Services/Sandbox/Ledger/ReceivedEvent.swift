import Secrets

/// One event that a platform took.
struct ReceivedEvent: Sendable, Equatable {
    /// Counts up from 1 with each event taken, over all platforms.
    let sequence: Int64
    let platform: SandboxPlatform
    let pixelID: String
    let eventName: String
    /// Empty when it came without one.
    let eventID: String
    let receivedAtUnixNanoseconds: Int64
    /// Of the event's bytes as received.
    let digest: SHA256Digest
    /// Whether the platform counts it, or drops it as a repeat.
    let isCounted: Bool
    /// The event as received; empty once the ledger's limit on bytes has let go of it.
    var body: [UInt8]
}
