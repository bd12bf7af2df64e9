/// What a platform has seen since the start or the last reset. Events of a ledger file count again after a restart, requests do not.
struct ReceivedTotals: Sendable, Equatable {
    /// Requests that came, those struck by faults included.
    var requests: Int64 = 0
    /// Events taken, repeats included.
    var events: Int64 = 0
    /// Events that the platform counts.
    var counted: Int64 = 0
    /// Events taken again within the dedupe window.
    var repeated: Int64 = 0
    /// Repeats whose bytes differ from the first.
    var repeatedWithOtherBody: Int64 = 0
    /// Requests refused for what they held.
    var refusedRequests: Int64 = 0
}
