import Advertising
import FoundationEssentials

/// One tenant's way to one platform: what is leased, paced and paused as a whole.
struct Lane: Hashable, Sendable {
    let tenantID: UUID
    let platform: Platform
}
