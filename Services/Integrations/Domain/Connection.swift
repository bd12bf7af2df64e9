import Advertising
import FoundationEssentials

/// A tenant's link to one ad platform, without its credentials.
///
/// Its version counts the credentials: connecting again takes the next number. Whatever is said about credentials says of which version it
/// speaks, so that word about replaced ones, arriving late, changes nothing.
struct Connection: Equatable, Sendable {
    let id: UUID
    let tenantID: UUID
    let platform: Platform
    let status: ConnectionStatus
    /// Where the events go on the platform: Meta's pixel (dataset).
    let pixelID: String
    /// The name the platform gives the pixel.
    let pixelName: String
    let version: Int64
    /// When it was first connected.
    let connectedAt: Date
    let updatedAt: Date
}
