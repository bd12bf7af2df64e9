/// A lane as its last holder left it.
struct LaneState: Equatable, Sendable {
    /// The connection's version that the lane sends with.
    var destinationVersion: Int64
    var isEnabled: Bool
    var breaker: BreakerSnapshot
}
