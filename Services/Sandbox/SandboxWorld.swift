import HTTPServer
import Synchronization

/// The outside world on one machine: takes requests to the platforms, keeps the ledger, strikes with faults. Any thread may call.
final class SandboxWorld: Sendable {
    private let meta: MetaFace
    private let file: LedgerFile?
    private let state: Mutex<State>
    /// Business time in nanoseconds since 1970.
    private let now: @Sendable () -> Int64

    private struct State {
        var ledger: ReceivedLedger
        var faults = FaultPlan()
        var watchers: [Int: @Sendable () -> Void] = [:]
        var lastWatcher = 0
        var traces: UInt64 = 0
    }

    init(meta: MetaFace, ledger: ReceivedLedger, file: LedgerFile? = nil, now: @escaping @Sendable () -> Int64) {
        self.meta = meta
        self.file = file
        self.now = now
        state = Mutex(State(ledger: ledger))
    }

    // MARK: The platforms' side

    /// Answers a request to a platform.
    func answer(_ request: HTTPServerRequest) -> HTTPServerResponse {
        let platform = SandboxPlatform.meta
        let (fault, trace) = state.withLock { state in
            state.ledger.countRequest(at: platform)
            state.traces += 1
            return (state.faults.strike(platform, roll: Int.random(in: 0..<100)), state.traces)
        }
        let answers = MetaAnswers(rules: meta.rules, trace: trace)
        if let fault, !fault.kind.takesRequest { return answers.struck(by: fault, instead: nil) }
        let response = work(request, at: platform, answers)
        return fault.map { answers.struck(by: $0, instead: response) } ?? response
    }

    private func work(_ request: HTTPServerRequest, at platform: SandboxPlatform, _ answers: MetaAnswers) -> HTTPServerResponse {
        let now = now()
        switch meta.judge(request, nowUnixSeconds: now / 1_000_000_000) {
        case .answer(let body): return answers.success(body)
        case .refusal(let refusal):
            state.withLock { $0.ledger.countRefusal(at: platform) }
            return answers.refused(refusal)
        case .events(let events, let pixelID):
            guard take(events, at: platform, pixelID: pixelID, now: now) else { return answers.refused(.unavailable) }
            return answers.received(events.count)
        }
    }

    /// Takes events and writes them down. False when they cannot be written.
    private func take(_ events: [IncomingEvent], at platform: SandboxPlatform, pixelID: String, now: Int64) -> Bool {
        let watchers = state.withLock { state -> [@Sendable () -> Void]? in
            let received = state.ledger.judged(events, at: platform, pixelID: pixelID, now: now)
            do {
                // The file first: what it does not hold was not taken.
                try file?.append(received)
            } catch {
                return nil
            }
            state.ledger.take(received)
            return Array(state.watchers.values)
        }
        guard let watchers else { return false }
        for watcher in watchers { watcher() }
        return true
    }

    // MARK: The control's side

    func set(_ fault: Fault, at platform: SandboxPlatform) { state.withLock { $0.faults.set(fault, at: platform) } }

    func clearFaults() { state.withLock { $0.faults.clear() } }

    func totals(at platform: SandboxPlatform) -> ReceivedTotals { state.withLock { $0.ledger.totals(at: platform) } }

    /// See `ReceivedLedger.events`.
    func events(after sequence: Int64, at platform: SandboxPlatform?, eventID: String?, limit: Int) -> [ReceivedEvent] {
        state.withLock { $0.ledger.events(after: sequence, at: platform, eventID: eventID, limit: limit) }
    }

    /// The sequence of the event taken last; 0 when there was none.
    var latestSequence: Int64 { state.withLock { $0.ledger.latestSequence } }

    /// Has `watcher` called after events were taken, on any thread, until the number it gives back is given to `unwatch`.
    func watch(_ watcher: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.lastWatcher += 1
            state.watchers[state.lastWatcher] = watcher
            return state.lastWatcher
        }
    }

    func unwatch(_ number: Int) { state.withLock { $0.watchers[number] = nil } }

    /// Forgets what was taken, in memory and on disk, and switches faults off.
    func reset() throws(LedgerFileError) {
        try state.withLock { (state) throws(LedgerFileError) in
            try file?.reset()
            state.ledger.reset()
            state.faults.clear()
        }
    }
}
