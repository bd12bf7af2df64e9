/// What became of telling Events of some changes.
enum PushOutcome: Equatable, Sendable {
    /// Events has committed them.
    case taken
    /// Events found something wrong with what it was told: the same words will not do better.
    case refused(reason: String)
    /// Events is out of reach, or not able to take anything now.
    case unreachable(reason: String)
}
