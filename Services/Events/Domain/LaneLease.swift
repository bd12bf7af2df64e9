/// The right to serve a lane, until it runs out or somebody takes it over.
struct LaneLease: Hashable, Sendable {
    let lane: Lane
    /// Rises with each taker: the holder of a lower one can record nothing any more.
    let token: Int64
}
