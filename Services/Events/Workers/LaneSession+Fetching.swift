import Advertising
import FoundationEssentials

/// Reading what is due.
extension LaneSession {
    /// How far back a row may be committed after a later one: an event's id is made when it is checked, and its transaction has a timeout.
    private static let commitSpread: Duration = .seconds(30)
    /// Between looks at what may have been committed out of order.
    private static let recentInterval: Duration = .seconds(1)
    /// Between looks at everything, for what nobody told of.
    private static let wholeInterval: Duration = .seconds(5)
    /// The same for a lane that is never idle: what another holder put off, or what lay in the future, must not wait for a quiet moment.
    private static let busyWholeInterval: Duration = .seconds(30)
    /// While other lanes hold all the memory there is.
    private static let crowdedWait: Duration = .milliseconds(20)

    /// Reads on, if there is reason to.
    func fetchIfWanted() async throws {
        rewindIfWanted(.now)
        while ending == nil, mayHaveMore, ready.count < pacing.batchMax {
            let room = parts.budget.take(pacing.batchMax - ready.count)
            guard room > 0 else { return }
            var taken = 0
            defer { parts.budget.giveBack(room - taken) }
            mayHaveMore = false
            isReading = true
            defer {
                isReading = false
                finishedWhileReading = []
            }
            let due = try await parts.store.due(
                lease.lane, after: cursor, now: parts.now, most: room, bytesMax: parts.settings.batchBytesMax)
            guard let last = due.last else { return }
            cursor = last.eventRowID
            mayHaveMore = true
            taken = try await hold(due)
        }
    }

    /// How long there is nothing to do but to be woken.
    func idleWait() -> Duration {
        if mayHaveMore, ready.count < pacing.batchMax { return Self.crowdedWait }
        guard let nextDue else { return Self.recentInterval }
        return min(Self.recentInterval, max(nextDue - parts.now, .milliseconds(1)))
    }

    /// Maps what was read and keeps what can be sent. The rest gets its end. Returns how many are held.
    private func hold(_ due: [DueDelivery]) async throws -> Int {
        let now = parts.now
        var settlements: [Settlement] = []
        var sendable: [HeldDelivery] = []
        for delivery in due where !held.contains(delivery.eventRowID) && !finishedWhileReading.contains(delivery.eventRowID) {
            switch fate(of: delivery, now: now) {
            case .held(let delivery): sendable.append(delivery)
            case .ended(let settlement): settlements.append(settlement)
            }
        }
        if !settlements.isEmpty {
            workedAt = .now
            try await parts.store.settleUnsent(settlements, now: now, under: lease)
            parts.metrics.recordSettlements(settlements, platform: lease.lane.platform)
        }
        // Last, so that what throws leaves nothing half held.
        held.formUnion(sendable.lazy.map(\.eventRowID))
        ready += sendable
        return sendable.count
    }

    private enum Fate {
        case held(HeldDelivery)
        case ended(Settlement)
    }

    private func fate(of delivery: DueDelivery, now: Moment) -> Fate {
        func ended(_ status: DeliveryStatus, _ reason: String?) -> Fate {
            .ended(
                Settlement(
                    eventRowID: delivery.eventRowID, status: status, attempts: delivery.progress.attempts, reason: reason, bodySHA256: nil))
        }
        guard let event = ConversionEvent(stored: delivery, tenantID: lease.lane.tenantID) else {
            return ended(.rejected, "the stored event cannot be read")
        }
        let ageMax = sender.limits.ageMax(for: event.actionSource ?? .other)
        if case .settle(let status, let reason) = rules.fateBeforeSending(delivery.progress, ageMax: ageMax, now: now) {
            return ended(status, reason)
        }
        switch sender.prepare(event, now: now) {
        case .refused(let reason): return ended(.rejected, reason)
        case .ready(let prepared):
            return .held(HeldDelivery(eventRowID: delivery.eventRowID, progress: delivery.progress, event: prepared))
        }
    }

    /// Goes back to where something may have been missed.
    private func rewindIfWanted(_ now: ContinuousClock.Instant) {
        let isNextDue = nextDue.map { $0 <= parts.now } ?? false
        let wholeInterval = held.isEmpty ? Self.wholeInterval : Self.busyWholeInterval
        if isRewindAsked || isNextDue || now - readFromStartAt > wholeInterval {
            isRewindAsked = false
            if isNextDue { nextDue = nil }
            (cursor, mayHaveMore) = (nil, true)
            (readFromStartAt, rewoundAt) = (now, now)
        } else if now - rewoundAt > Self.recentInterval {
            rewoundAt = now
            let recent = UUID.first(at: parts.now - Self.commitSpread)
            if let cursor, recent < cursor { self.cursor = recent }
            mayHaveMore = true
        }
    }
}
