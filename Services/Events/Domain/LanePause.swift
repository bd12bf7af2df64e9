/// Why a lane sends nothing for a while.
struct LanePause: Equatable, Sendable {
    let until: Moment
    /// One sentence, shown with each delivery that waits.
    let reason: String
}
