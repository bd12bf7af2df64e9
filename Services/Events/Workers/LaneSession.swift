import Advertising
import EventLoop
import FoundationEssentials
import Operations
import Resilience

/// Serves one lane for as long as its lease lasts and there is work: fetches what is due, maps it, and sends it in batches, several at once.
///
/// *Confined* to its loop. `run` is the lane's one task; each batch under way has a task of its own, which ends before `run` does.
/// Files: this one decides, `+Fetching` reads, `+Sending` sends and writes down.
final class LaneSession: @unchecked Sendable {
    let lease: LaneLease
    let parts: DeliveryParts
    let sender: any EventSender
    let rules: DeliveryRules
    let pacing: LanePacing
    let wakeup: Wakeup
    let startedAt = ContinuousClock.now

    var breaker: CircuitBreaker
    var limiter: RateLimiter

    /// Mapped and waiting, oldest first.
    var ready: [HeldDelivery] = []
    /// Parts of refused batches: they go before anything else.
    var splits: [[HeldDelivery]] = []
    /// Everything in hand: waiting, or under way.
    var held: Set<UUID> = []
    /// What was let go while a read was under way: it may still show them as they were before.
    var finishedWhileReading: Set<UUID> = []
    var isReading = false
    var underWay = 0
    /// The requests under way, by their batch.
    var requests: [UUID: Task<Void, Never>] = [:]
    var lastStart: ContinuousClock.Instant?
    /// Since when a batch could have gone but for the rate limiter.
    var limitedSince: ContinuousClock.Instant?

    /// The last row that was read.
    var cursor: UUID?
    var mayHaveMore = true
    var isRewindAsked = false
    var rewoundAt = ContinuousClock.now
    var readFromStartAt = ContinuousClock.now
    /// The soonest next attempt that this session has put off.
    var nextDue: Moment?
    var workedAt = ContinuousClock.now

    /// Why the session ends, once it does.
    private(set) var ending: Ending?

    enum Ending: Equatable {
        /// Nothing to do.
        case idle
        /// Others wait, or the service stops.
        case asked
        /// Nothing can be sent for longer than is worth waiting here.
        case paused(LanePause)
        /// Somebody else has the lane.
        case lost
        /// The database did not do what was asked.
        case failed
    }

    init(lease: LaneLease, parts: DeliveryParts, sender: any EventSender) {
        self.lease = lease
        self.parts = parts
        self.sender = sender
        let settings = parts.settings
        rules = DeliveryRules(
            platformName: sender.platform.displayName, dedupeWindow: sender.limits.dedupeWindow, attemptsMax: settings.attemptsMax)
        pacing = LanePacing(
            batchMax: sender.limits.eventsPerRequest, batchesMax: settings.batchesPerLane, gatherTime: settings.gatherTime)
        wakeup = Wakeup(loop: parts.loop)
        breaker = CircuitBreaker(settings.breaker)
        limiter = RateLimiter(settings.requestsPerSecond, each: .seconds(1), burst: settings.requestBurst)
    }

    // MARK: Life

    /// Serves the lane until there is a reason to stop; then finishes what is under way.
    func run() async -> Ending {
        do {
            let state = try await parts.store.takeOver(lease, now: parts.now)
            breaker = state.breaker.breaker(parts.settings.breaker, instant: .now, moment: parts.now)
            if !state.isEnabled {
                // What grows too old meanwhile gets its end all the same.
                try await fetchIfWanted()
                end(.paused(pause(.seconds(3600), "\(sender.platform.displayName) is disconnected")))
            }
            while ending == nil {
                let wait = try await turn()
                if ending == nil { await wakeup.wait(atMost: wait) }
            }
        } catch {
            fail(error, "serving a lane")
        }
        while underWay > 0 { await wakeup.wait(atMost: .seconds(1)) }
        letGo()
        await keep()
        return ending ?? .failed
    }

    /// Says that there may be work. `fromStart` when it may lie before what was read.
    func wake(fromStart: Bool = false) {
        mayHaveMore = true
        if fromStart { isRewindAsked = true }
        wakeup.signal()
    }

    /// Ends the session as soon as what is under way is written down. The first reason counts.
    func end(_ reason: Ending) {
        if ending == nil || reason == .lost { ending = reason }
        wakeup.signal()
    }

    /// Breaks off the requests under way: their outcome is what the sender makes of that.
    func breakOff() {
        for request in requests.values { request.cancel() }
    }

    func fail(_ error: any Error, _ doing: String) {
        if error as? StoreError == .leaseLost {
            end(.lost)
            return
        }
        parts.log.warning("\(doing) failed", parts.fields(of: lease.lane) + [.error: "\(error)"])
        end(.failed)
    }

    /// Whether the delivery side has something to do: as the end was reached, more may wait.
    var hasMore: Bool { mayHaveMore || !ready.isEmpty || !splits.isEmpty }

    private func letGo() {
        parts.budget.giveBack(held.count)
        held = []
        ready = []
        splits = []
    }

    /// Leaves the lane's state to its next holder.
    private func keep() async {
        guard ending != .lost else { return }
        let snapshot = BreakerSnapshot(breaker, instant: .now, moment: parts.now)
        var pause: LanePause?
        if case .paused(let reason) = ending { pause = reason }
        do {
            try await parts.store.keep(snapshot, pause: pause, under: lease)
        } catch {
            fail(error, "keeping a lane's state")
        }
    }

    // MARK: Deciding

    /// Does what can be done now, and returns how long to wait for more at most.
    private func turn() async throws -> Duration {
        try await fetchIfWanted()
        var wait = idleWait()
        while ending == nil {
            let now = ContinuousClock.now
            if splits.isEmpty {
                switch pacing.decide(due: ready.count, underWay: underWay, lastStart: lastStart, now: now) {
                case .idle:
                    endIfIdle(now)
                    return wait
                case .full: return wait
                case .gather(let until): return min(wait, until - now)
                case .send: break
                }
            } else if underWay >= parts.settings.batchesPerLane {
                return wait
            }
            guard let until = try await startBatch(now) else {
                try await fetchIfWanted()
                wait = idleWait()
                continue
            }
            return min(wait, until - now)
        }
        return .zero
    }

    /// Sends the next batch; when it may not go yet, returns until when.
    private func startBatch(_ now: ContinuousClock.Instant) async throws -> ContinuousClock.Instant? {
        guard let credentials = await credentials() else { return now }
        let limitedFrom = limitedSince ?? now
        if case .wait(let until) = limiter.take(now: now) {
            limitedSince = limitedFrom
            return waitOrPause(until, now, "the rate limit of \(sender.platform.displayName) is reached")
        }
        guard case .admitted(let permit) = breaker.admit(now: now) else {
            limiter.giveBack(1)
            guard case .refused(let until) = breaker.admit(now: now) else { return now }
            return waitOrPause(until, now, "\(sender.platform.displayName) has failed too often in a row; the circuit breaker is open")
        }
        limitedSince = nil
        lastStart = now
        workedAt = now
        let batch = nextBatch()
        underWay += 1
        let (wait, state) = (now - limitedFrom, BreakerState(breaker.state))
        parts.loop.spawn("delivery-batch") { [self] in
            await send(batch, credentials: credentials, permit: permit, limiterWait: wait, breakerState: state)
            underWay -= 1
            wakeup.signal()
        }
        return nil
    }

    private func nextBatch() -> [HeldDelivery] {
        if !splits.isEmpty { return splits.removeFirst() }
        var (count, bytes) = (0, 0)
        for delivery in ready.prefix(pacing.batchMax) {
            bytes += delivery.event.byteCount
            guard count == 0 || bytes <= sender.requestBytesMax else { break }
            count += 1
        }
        defer { ready.removeFirst(count) }
        return Array(ready.prefix(count))
    }

    private func waitOrPause(_ until: ContinuousClock.Instant, _ now: ContinuousClock.Instant, _ reason: String) -> ContinuousClock.Instant
    {
        if until - now > parts.settings.pauseInPlaceMax, underWay == 0 { end(.paused(pause(until - now, reason))) }
        return until
    }

    func pause(_ duration: Duration, _ reason: String) -> LanePause {
        LanePause(until: parts.now + duration, reason: reason)
    }

    private func endIfIdle(_ now: ContinuousClock.Instant) {
        guard underWay == 0, held.isEmpty, !mayHaveMore, now - workedAt > parts.settings.idleTime else { return }
        end(.idle)
    }
}
