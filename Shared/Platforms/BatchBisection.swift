/// Isolates the bad events of a refused batch, for platforms that refuse a whole request for one of its events. A pure planner:
/// ask for `next`, send it, and say so with `refused` when the platform refused it because of its events.
///
/// Nothing is given up on another's word: an event that the platform blames is sent alone before it counts as refused. Each request
/// settles or separates at least one event, so a batch of n takes fewer than 2n requests, and one without bad events takes one.
package struct BatchBisection: Sendable {
    private var groups: [[Int]] = []
    private var current: [Int] = []

    /// A batch of `count` events, known by their places.
    package init(count: Int) {
        if count > 0 { groups = [Array(0..<count)] }
    }

    /// The places of the events of the next request; nil when all are settled. What was taken before counts as settled unless it was refused.
    package mutating func next() -> [Int]? {
        current = groups.popLast() ?? []
        return current.isEmpty ? nil : current
    }

    /// The request taken last was refused for its events. Gives back the event when it was alone: it is the bad one.
    /// `blamed` are places within that request; those that are none are passed over.
    package mutating func refused(blaming blamed: [Int] = []) -> Int? {
        let group = current
        current = []
        guard group.count > 1 else { return group.first }
        let suspects = Set(blamed.filter(group.indices.contains))
        guard !suspects.isEmpty, suspects.count < group.count else {
            // The second half is put first, so that the first is sent first.
            groups.append(Array(group[(group.count / 2)...]))
            groups.append(Array(group[..<(group.count / 2)]))
            return nil
        }
        for place in suspects.sorted(by: >) { groups.append([group[place]]) }
        groups.append(group.indices.filter { !suspects.contains($0) }.map { group[$0] })
        return nil
    }
}
