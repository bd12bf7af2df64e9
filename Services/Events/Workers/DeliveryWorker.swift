import Advertising
import EventLoop
import FoundationEssentials
import Operations

/// Serves the lanes of one loop: leases those that have work, as many at once as it may, and gives each its turn.
///
/// *Confined* to its loop, but for `wake`. Lanes are spread over the loops of a process by their hash, so one process never competes with itself.
final class DeliveryWorker: @unchecked Sendable {
    private let loop: EventLoop
    private let parts: DeliveryParts
    private let lanes: LaneStore
    private let senders: [Platform: any EventSender]
    /// Who holds the leases, for people who look into the table.
    private let holder: String
    /// Told of lanes that have work and that somebody else may be serving.
    private let tellOthers: @Sendable ([Lane]) -> Void

    private var sessions: [Lane: LaneSession] = [:]
    /// Lanes that may have work and wait to be leased, first come first.
    private var candidates: [Lane] = []
    private var isCandidate: Set<Lane> = []
    /// Lanes that could not be had a moment ago: somebody else serves them, or they are paused. The sweep finds those that become free.
    private var resting: Set<Lane> = []
    private var isLeasing = false
    private var isStopping = false
    private var renewal: Task<Void, Never>?
    private let stopped: Wakeup

    /// Lanes that may wait to be leased; the sweep finds those again that did not fit.
    private static let candidatesMax = 10_000
    private static let storeTimeout: Duration = .seconds(5)
    private static let restingTime: Duration = .milliseconds(200)

    init(
        parts: DeliveryParts, lanes: LaneStore, senders: [any EventSender], holder: String,
        tellOthers: @escaping @Sendable ([Lane]) -> Void = { _ in }
    ) {
        loop = parts.loop
        self.parts = parts
        self.lanes = lanes
        self.senders = Dictionary(uniqueKeysWithValues: senders.map { ($0.platform, $0) })
        self.holder = holder
        self.tellOthers = tellOthers
        stopped = Wakeup(loop: parts.loop)
    }

    // MARK: Life

    /// Begins to renew leases. From now on `wake` has an effect.
    func start() {
        loop.preconditionIsCurrent()
        precondition(renewal == nil, "a worker starts once")
        renewal = loop.spawn("lease-renewal") { [self] in await renewLeases() }
    }

    /// Takes no lane any more, finishes what is under way, and gives all lanes back. Requests that take too long to be answered are broken off,
    /// which is written down like any other end.
    func stop() async {
        loop.preconditionIsCurrent()
        isStopping = true
        candidates = []
        isCandidate = []
        for session in sessions.values { session.end(.asked) }
        let deadline = ContinuousClock.now + parts.settings.stopGrace
        while !sessions.isEmpty || isLeasing {
            await stopped.wait(atMost: .milliseconds(100))
            if ContinuousClock.now > deadline { for session in sessions.values { session.breakOff() } }
        }
        renewal?.cancel()
        await renewal?.value
    }

    /// Says that lanes may have work; `fromStart` when it may be older than what their sessions have read. From any thread.
    func wake(_ lanes: [Lane], fromStart: Bool = false) {
        guard !lanes.isEmpty else { return }
        loop.execute { [self] in
            for lane in lanes { consider(lane, fromStart: fromStart) }
            leaseCandidates()
        }
    }

    /// Says that the connections of lanes have changed: credentials are read again, and a waiting lane goes on. From any thread.
    func reconnect(_ lanes: [Lane]) {
        loop.execute { [self] in
            for lane in lanes {
                parts.credentials.forget(lane)
                resting.remove(lane)
                // Its breaker and its pause belong to the connection as it was.
                sessions[lane]?.end(.asked)
            }
        }
        wake(lanes)
    }

    /// Lanes that are served now.
    var sessionCount: Int { sessions.count }

    // MARK: Leasing

    private func consider(_ lane: Lane, fromStart: Bool) {
        guard !isStopping, senders[lane.platform] != nil else { return }
        if let session = sessions[lane], session.ending == nil {
            session.wake(fromStart: fromStart)
        } else if !resting.contains(lane), candidates.count < Self.candidatesMax, isCandidate.insert(lane).inserted {
            candidates.append(lane)
        }
    }

    private func leaseCandidates() {
        guard !isLeasing, !isStopping, !candidates.isEmpty else { return }
        let free = parts.settings.lanesMax - sessions.count
        guard free > 0 else {
            askForTurn()
            return
        }
        // A lane whose session is just ending is asked for again when it has ended.
        let wanted = Array(candidates.lazy.filter { self.sessions[$0] == nil }.prefix(free))
        guard !wanted.isEmpty else { return }
        isLeasing = true
        isCandidate.subtract(wanted)
        candidates.removeAll { !isCandidate.contains($0) }
        loop.spawn("lane-lease") { [self] in
            await lease(wanted)
            isLeasing = false
            stopped.signal()
            leaseCandidates()
        }
    }

    private func lease(_ wanted: [Lane]) async {
        do {
            let leases = try await lanes.lease(
                wanted, holder: holder, term: parts.settings.leaseTerm, now: parts.now, timeout: Self.storeTimeout)
            for lease in leases { serve(lease) }
            let missed = Set(wanted).subtracting(leases.map(\.lane))
            rest(missed)
            if !missed.isEmpty { tellOthers(Array(missed)) }
        } catch {
            // The sweep asks for them again.
            parts.log.warning("lanes cannot be leased", [.count: .int(wanted.count), .error: "\(error)"])
        }
    }

    private func rest(_ lanes: Set<Lane>) {
        guard !lanes.isEmpty else { return }
        resting.formUnion(lanes)
        loop.schedule(after: Self.restingTime) { [weak self] in self?.resting.subtract(lanes) }
    }

    /// All places are taken and others wait: who has had a turn makes room.
    private func askForTurn() {
        let now = ContinuousClock.now
        var room = candidates.count
        for session in sessions.values.sorted(by: { $0.startedAt < $1.startedAt }) where room > 0 {
            guard now - session.startedAt > parts.settings.laneTurn else { return }
            session.end(.asked)
            room -= 1
        }
    }

    private func serve(_ lease: LaneLease) {
        guard let sender = senders[lease.lane.platform], !isStopping else {
            loop.spawn("lane-release") { [self] in await release(lease) }
            return
        }
        let session = LaneSession(lease: lease, parts: parts, sender: sender)
        sessions[lease.lane] = session
        loop.spawn("lane") { [self] in
            let ending = await session.run()
            await release(lease)
            sessions[lease.lane] = nil
            stopped.signal()
            // Not at once again: what failed would fail as fast as it can.
            if ending == .failed { rest([lease.lane]) }
            // Its turn was over before its work was.
            if ending == .asked, session.hasMore { consider(lease.lane, fromStart: false) }
            leaseCandidates()
        }
    }

    private func release(_ lease: LaneLease) async {
        do {
            try await lanes.release([lease], timeout: Self.storeTimeout)
        } catch {
            parts.log.warning("a lane cannot be given back; its lease runs out", parts.fields(of: lease.lane) + [.error: "\(error)"])
        }
    }

    // MARK: Renewal

    private func renewLeases() async {
        var renewedAt = ContinuousClock.now
        var isFailing = false
        while (try? await loop.sleep(for: parts.settings.leaseRenewal)) != nil {
            let held = sessions.values.map(\.lease)
            let now = ContinuousClock.now
            do {
                let ours = try await lanes.renew(held, term: parts.settings.leaseTerm, timeout: Self.storeTimeout)
                renewedAt = now
                isFailing = false
                for lease in held where !ours.contains(lease) { lose(lease) }
            } catch {
                if !isFailing { parts.log.warning("leases cannot be renewed", [.count: .int(held.count), .error: "\(error)"]) }
                isFailing = true
                // By now others may have taken them, and sending goes on at their side.
                if now - renewedAt > parts.settings.leaseTerm { for lease in held { lose(lease) } }
            }
            leaseCandidates()
        }
    }

    private func lose(_ lease: LaneLease) {
        guard let session = sessions[lease.lane], session.lease == lease else { return }
        parts.log.warning("a lane was taken over by another process", parts.fields(of: lease.lane))
        session.end(.lost)
    }
}
