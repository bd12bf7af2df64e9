import Secrets

/// What the platforms took: a pure value, told the time.
///
/// Bounded: past `eventsMax` the oldest events are forgotten, and with them that they were here, so a repeat of one is counted again;
/// past `bodyBytesMax` the oldest bodies are let go of while their digests stay. The totals keep counting.
struct ReceivedLedger: Sendable {
    /// Same name and id within this time are one event: 48 hours. Meta: deduplication
    static let dedupeWindowNanoseconds: Int64 = 48 * 3600 * 1_000_000_000

    let eventsMax: Int
    let bodyBytesMax: Int

    private var events = RingBuffer<ReceivedEvent>()
    /// The first of its name and id that is counted.
    private var firsts: [DedupeKey: First] = [:]
    private var totalsByPlatform: [SandboxPlatform: ReceivedTotals] = [:]
    private var lastSequence: Int64 = 0
    private var bodyBytes = 0
    /// Up to and including this sequence the bodies are gone.
    private var bodilessThrough: Int64 = 0

    private struct First {
        let sequence: Int64
        let receivedAt: Int64
        let digest: SHA256Digest
    }

    init(eventsMax: Int, bodyBytesMax: Int) {
        precondition(eventsMax > 0 && bodyBytesMax >= 0, "a ledger holds something")
        self.eventsMax = eventsMax
        self.bodyBytesMax = bodyBytesMax
    }

    // MARK: Taking

    mutating func countRequest(at platform: SandboxPlatform) { totalsByPlatform[platform, default: ReceivedTotals()].requests += 1 }

    mutating func countRefusal(at platform: SandboxPlatform) { totalsByPlatform[platform, default: ReceivedTotals()].refusedRequests += 1 }

    /// What would become of the events of one request. Events of the same request are compared with one another too.
    func judged(_ incoming: [IncomingEvent], at platform: SandboxPlatform, pixelID: String, now: Int64) -> [ReceivedEvent] {
        var seen: Set<DedupeKey> = []
        var sequence = lastSequence
        return incoming.map { event in
            sequence += 1
            let key = DedupeKey(platform, pixelID: pixelID, eventName: event.name, eventID: event.id)
            let isRepeat = !event.id.isEmpty && (!seen.insert(key).inserted || isWithinWindow(key, now: now))
            return ReceivedEvent(
                sequence: sequence, platform: platform, pixelID: pixelID, eventName: event.name, eventID: event.id,
                receivedAtUnixNanoseconds: now, digest: event.digest, isCounted: !isRepeat, body: event.body)
        }
    }

    /// Takes what was judged, or what an earlier run took, in its order.
    mutating func take(_ events: [ReceivedEvent]) {
        for event in events { take(event) }
    }

    private func isWithinWindow(_ key: DedupeKey, now: Int64) -> Bool {
        firsts[key].map { now - $0.receivedAt < Self.dedupeWindowNanoseconds } ?? false
    }

    mutating func take(_ event: ReceivedEvent) {
        precondition(event.sequence == lastSequence + 1, "an event out of its order")
        lastSequence = event.sequence
        let key = DedupeKey(event.platform, pixelID: event.pixelID, eventName: event.eventName, eventID: event.eventID)
        var totals = totalsByPlatform[event.platform, default: ReceivedTotals()]
        totals.events += 1
        if event.isCounted {
            totals.counted += 1
            if !event.eventID.isEmpty {
                firsts[key] = First(sequence: event.sequence, receivedAt: event.receivedAtUnixNanoseconds, digest: event.digest)
            }
        } else {
            totals.repeated += 1
            if let first = firsts[key], first.digest != event.digest { totals.repeatedWithOtherBody += 1 }
        }
        totalsByPlatform[event.platform] = totals
        events.append(event)
        bodyBytes += event.body.count
        while events.count > eventsMax, let oldest = events.popFirst() { forget(oldest) }
        while bodyBytes > bodyBytesMax, let oldest = events.first, bodilessThrough < lastSequence {
            bodilessThrough = max(bodilessThrough, oldest.sequence - 1) + 1
            let index = Int(bodilessThrough - oldest.sequence)
            bodyBytes -= events[index].body.count
            events[index].body = []
        }
    }

    private mutating func forget(_ event: ReceivedEvent) {
        bodyBytes -= event.body.count
        guard !event.eventID.isEmpty else { return }
        let key = DedupeKey(event.platform, pixelID: event.pixelID, eventName: event.eventName, eventID: event.eventID)
        if firsts[key]?.sequence == event.sequence { firsts[key] = nil }
    }

    // MARK: Asking

    func totals(at platform: SandboxPlatform) -> ReceivedTotals { totalsByPlatform[platform, default: ReceivedTotals()] }

    /// The sequence of the event taken last; 0 when there was none.
    var latestSequence: Int64 { lastSequence }

    /// Events after `sequence`, oldest first, at most `limit`, of a platform and an id when these are given.
    func events(after sequence: Int64, at platform: SandboxPlatform?, eventID: String?, limit: Int) -> [ReceivedEvent] {
        guard let oldest = events.first else { return [] }
        var found: [ReceivedEvent] = []
        var index = Int(max(0, sequence + 1 - oldest.sequence))
        while index < events.count, found.count < limit {
            let event = events[index]
            if platform ?? event.platform == event.platform, eventID ?? event.eventID == event.eventID { found.append(event) }
            index += 1
        }
        return found
    }

    /// Forgets everything but where the counting stands, so that a page token of before stays in the past.
    mutating func reset() {
        let sequence = lastSequence
        self = ReceivedLedger(eventsMax: eventsMax, bodyBytesMax: bodyBytesMax)
        lastSequence = sequence
        bodilessThrough = sequence
    }
}
