/// What a pool has at a moment, and what has happened in it since it was made.
package struct PoolStatistics: Sendable, Equatable {
    /// Connections that are open.
    package var open = 0
    /// Of them, those that nobody uses.
    package var idle = 0
    /// Callers that wait.
    package var waiting = 0
    /// Connections made.
    package var connects = 0
    /// Attempts to connect that failed.
    package var connectFailures = 0
    /// Callers that waited in vain, or were not let wait.
    package var refusals = 0
}
