/// How the calls of a run follow each other.
enum Pace {
    /// So many calls are under way at all times: as fast as the service answers.
    case closed(calls: Int)
    /// The same, but calls wait while more events than this are accepted and not yet delivered: as fast as the whole way goes.
    case whole(calls: Int, backlogMax: Int)
    /// So many events a second, whatever the service does.
    case open(eventsPerSecond: Double)

    /// Events a second that are to be sent; nil when as many as are answered.
    var target: Double? {
        if case .open(let rate) = self { rate } else { nil }
    }
}
