/// What became of one event that was checked and handed to the store.
enum AcceptanceOutcome: Equatable, Sendable {
    /// Stored durably, with a pending delivery for each destination.
    case accepted
    /// The same event was accepted before.
    case duplicate
    /// Another event was accepted under the same key before.
    case conflict
}
