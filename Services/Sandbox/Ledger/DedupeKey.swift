import Secrets

/// What makes two events one, in 16 bytes: the first half of a digest, so that the ledger's memory does not grow with the length of names.
struct DedupeKey: Sendable, Hashable {
    private let high: UInt64
    private let low: UInt64

    init(_ platform: SandboxPlatform, pixelID: String, eventName: String, eventID: String) {
        // No name holds a NUL: JSON could carry one, and the faces refuse it.
        let digest = SHA256.digest(of: "\(platform.rawValue)\u{0}\(pixelID)\u{0}\(eventName)\u{0}\(eventID)")
        (high, low) = digest.withUnsafeBytes {
            ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
    }
}
