import Resilience

/// Counts failed exchanges for each group of peers, and says when one of them has failed too often to be heard for a while.
///
/// Only failures cost anything: however many good exchanges come from one address, none is held up before that address has failed too often.
/// Its memory is bounded; when there are more groups than it holds, those that have not failed for longest are forgotten.
struct FailureThrottle {
    private struct Entry {
        var limiter: RateLimiter
        var lastFailure: ContinuousClock.Instant
    }

    private var entries: [PeerGroup: Entry] = [:]
    private let fresh: RateLimiter
    private let groupsMax: Int

    /// `failuresMax` at once, and as many again each `period`.
    init(failuresMax: Int, each period: Duration, groupsMax: Int) {
        precondition(groupsMax > 1, "a throttle for nobody")
        fresh = RateLimiter(failuresMax, each: period, burst: failuresMax)
        self.groupsMax = groupsMax
    }

    /// Groups remembered.
    var count: Int { entries.count }

    /// How long the group is not to be heard; nil when it may try.
    func wait(for group: PeerGroup, now: ContinuousClock.Instant) -> Duration? {
        guard var limiter = entries[group]?.limiter, case .wait(let until) = limiter.take(now: now) else { return nil }
        return until - now
    }

    /// Takes down that an exchange of the group failed.
    mutating func recordFailure(of group: PeerGroup, now: ContinuousClock.Instant) {
        if entries[group] == nil, entries.count >= groupsMax { makeRoom(now: now) }
        var entry = entries[group] ?? Entry(limiter: fresh, lastFailure: now)
        _ = entry.limiter.take(now: now)
        entry.lastFailure = now
        entries[group] = entry
    }

    /// Forgets the groups that have nothing against them any more; when that makes little room, the half that failed longest ago as well, so
    /// that the work is done once for many failures.
    private mutating func makeRoom(now: ContinuousClock.Instant) {
        entries = entries.filter { entry in
            var limiter = entry.value.limiter
            return limiter.take(limiter.burst, now: now) != .granted(limiter.burst)
        }
        guard entries.count > groupsMax * 3 / 4 else { return }
        let newest = entries.sorted { $0.value.lastFailure > $1.value.lastFailure }.prefix(groupsMax / 2)
        entries = Dictionary(uniqueKeysWithValues: newest.map { ($0.key, $0.value) })
    }
}
