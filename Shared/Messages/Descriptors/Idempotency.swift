/// What a second call does, from the proto's `idempotency_level`.
package enum Idempotency: Sendable, Hashable {
    /// Not said: a call that may have been received is not repeated.
    case unknown
    /// Only reads: may be repeated, and asked by GET in the JSON doors.
    case noSideEffects
    /// Changes something, and a repeat changes nothing more.
    case idempotent
}
