/// What a listener hears.
package enum PostgresNotice: Sendable, Equatable {
    /// Listening has begun, for the first time or again: what happened before went unheard, so look for it now.
    case listening
    /// Someone has sent NOTIFY, and its transaction has committed.
    case notified(channel: String, payload: String)
}
