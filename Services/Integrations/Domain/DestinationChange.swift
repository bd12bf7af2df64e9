import Advertising
import FoundationEssentials

/// The newest state of a connection that Events has yet to be told, taken to be told now.
struct DestinationChange: Equatable, Sendable {
    let tenantID: UUID
    let platform: Platform
    let version: Int64
    /// Where the events go on the platform: Meta's pixel (dataset).
    let pixelID: String
    /// False when events are no longer to be sent there.
    let isEnabled: Bool
    /// Times that Events refused this very version.
    let attempts: Int
    /// Proves, when the outcome is recorded, that nobody else took the change meanwhile.
    let leaseToken: Int64
}
