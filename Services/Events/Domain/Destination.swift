import Advertising
import FoundationEssentials

/// Where a tenant's events go on one platform.
struct Destination: Equatable, Sendable {
    let lane: Lane
    let pixelID: String
    /// The connection's version: the highest is the last word.
    let version: Int64
    /// False when events are no longer to be sent there.
    let isEnabled: Bool

    /// One for each lane, the latest, in one order everywhere, so that two calls never wait for each other in a circle.
    static func latest(of destinations: [Destination]) -> [Destination] {
        var latest: [Lane: Destination] = [:]
        for destination in destinations where latest[destination.lane].map({ $0.version < destination.version }) ?? true {
            latest[destination.lane] = destination
        }
        return latest.values.sorted { left, right in
            (left.lane.tenantID.uuidString, left.lane.platform.rawValue) < (right.lane.tenantID.uuidString, right.lane.platform.rawValue)
        }
    }
}
