import Advertising
import EventLoop
import Operations
import Resilience

/// Keeps credentials for minutes, so that sending does not depend on Integrations being there, and remembers which were refused.
///
/// *Confined* to its loop. Bounded: the lane that was asked for least recently goes first.
final class CredentialsCache: CredentialsSource, @unchecked Sendable {
    fileprivate struct Entry {
        let credentials: DeliveryCredentials
        let fetchedAt: ContinuousClock.Instant
        var usedAt: ContinuousClock.Instant
        /// Why the platform refused this version.
        var refusal: String?
    }

    private let loop: EventLoop
    private let log: Log
    private let entriesMax: Int
    private let fetch: @Sendable (Lane) async -> Result<DeliveryCredentials, CredentialsFailure>
    private let report: @Sendable (Lane, Int64, String) async throws -> Void
    private var entries: [Lane: Entry] = [:]
    private var failures: [Lane: Int] = [:]
    private var random = SystemRandomNumberGenerator()

    /// How long credentials are believed without asking.
    private static let lifetime: Duration = .seconds(300)
    /// How long they go on being used while nobody can be asked.
    private static let lifetimeWithoutSource: Duration = .seconds(3600)
    /// How long after a refusal the same version is not asked for again.
    private static let refusalLifetime: Duration = .seconds(30)
    private static let backoff = Backoff(initial: .milliseconds(500), cap: .seconds(30), jitter: .equal)
    private static let reportAttemptsMax = 5

    init(
        loop: EventLoop, log: Log, entriesMax: Int = 10_000,
        fetch: @escaping @Sendable (Lane) async -> Result<DeliveryCredentials, CredentialsFailure>,
        report: @escaping @Sendable (Lane, Int64, String) async throws -> Void
    ) {
        self.loop = loop
        self.log = log
        self.entriesMax = entriesMax
        self.fetch = fetch
        self.report = report
    }

    func credentials(for lane: Lane) async -> Result<DeliveryCredentials, CredentialsFailure> {
        loop.preconditionIsCurrent()
        let now = ContinuousClock.now
        if var entry = entries[lane], now - entry.fetchedAt < (entry.refusal == nil ? Self.lifetime : Self.refusalLifetime) {
            entry.usedAt = now
            entries[lane] = entry
            return entry.answer
        }
        switch await fetch(lane) {
        case .success(let credentials):
            failures[lane] = nil
            let refusal = entries[lane].flatMap { $0.credentials.version == credentials.version ? $0.refusal : nil }
            let entry = Entry(credentials: credentials, fetchedAt: .now, usedAt: .now, refusal: refusal)
            keep(entry, for: lane)
            return entry.answer
        case .failure(.unavailable):
            // Older ones are better than none: the platform says so when they are not.
            if let entry = entries[lane], now - entry.fetchedAt < Self.lifetimeWithoutSource { return entry.answer }
            let count = failures[lane, default: 0] + 1
            if failures.count >= entriesMax { failures = [:] }
            failures[lane] = count
            return .failure(.unavailable(retryAfter: Self.backoff.delay(afterAttempt: count, using: &random)))
        case .failure(let failure):
            entries[lane] = nil
            return .failure(failure)
        }
    }

    func refused(_ credentials: DeliveryCredentials, of lane: Lane, reason: String) {
        loop.preconditionIsCurrent()
        guard var entry = entries[lane], entry.credentials.version == credentials.version else { return }
        let isKnown = entry.refusal != nil
        entry.refusal = reason
        entries[lane] = Entry(credentials: entry.credentials, fetchedAt: .now, usedAt: .now, refusal: reason)
        guard !isKnown else { return }
        loop.spawn("report-refused-credentials") { [self] in await tell(lane, credentials.version, reason) }
    }

    func forget(_ lane: Lane) {
        loop.preconditionIsCurrent()
        entries[lane] = nil
        failures[lane] = nil
    }

    /// Tells the owner, a few times over. When nobody listens the next refusal tells again: the lane is tried every few minutes.
    private func tell(_ lane: Lane, _ version: Int64, _ reason: String) async {
        for attempt in 1...Self.reportAttemptsMax {
            do {
                try await report(lane, version, reason)
                return
            } catch {
                log.warning("refused credentials cannot be reported", [.platform: .string(lane.platform.rawValue), .error: "\(error)"])
            }
            guard (try? await loop.sleep(for: Self.backoff.delay(afterAttempt: attempt, using: &random))) != nil else { return }
        }
        entries[lane]?.refusal = nil
    }

    private func keep(_ entry: Entry, for lane: Lane) {
        if entries.count >= entriesMax, entries[lane] == nil, let oldest = entries.min(by: { $0.value.usedAt < $1.value.usedAt }) {
            entries[oldest.key] = nil
        }
        entries[lane] = entry
    }
}

extension CredentialsCache.Entry {
    fileprivate var answer: Result<DeliveryCredentials, CredentialsFailure> {
        if let refusal { .failure(.refused(reason: refusal)) } else { .success(credentials) }
    }
}
