import EventLoop
import Operations

/// Seals again, under the key in use, what is still sealed under another one of the ring: at the start, since a ring changes with a restart, and
/// now and then, since another replica may have started later with the ring of before.
///
/// *Confined* to its loop, but for `start`. When it is done, no row needs the older keys, and they may leave the ring.
final class Resealer: @unchecked Sendable {
    private let loop: EventLoop
    private let store: ConnectionStore
    private let log: Log
    private var task: Task<Void, Never>?

    private static let interval = Duration.seconds(600)
    private static let retryInterval = Duration.seconds(10)
    /// Tenants looked up at once.
    static let batchMax = 100
    private static let timeout = Duration.seconds(10)

    init(store: ConnectionStore, loop: EventLoop, log: Log) {
        self.store = store
        self.loop = loop
        self.log = log
    }

    /// Begins to work. From any thread.
    func start() {
        loop.execute { [self] in
            task = loop.spawn("resealer") { [self] in
                var wait = Duration.zero
                while (try? await loop.sleep(for: wait)) != nil { wait = await goThrough() == nil ? Self.retryInterval : Self.interval }
            }
        }
    }

    /// Ends after the tenant in hand. From any thread.
    func stop() async {
        await withCheckedContinuation { continuation in
            loop.execute { [self] in
                task?.cancel()
                loop.spawn { [self] in
                    await task?.value
                    continuation.resume()
                }
            }
        }
    }

    /// What became of one way through all tenants.
    struct Outcome: Equatable {
        /// Credentials sealed again.
        var resealed = 0
        /// Credentials that no key of the ring opens.
        var unreadable = 0
    }

    /// Goes through all tenants once, so many at a time. Nil when the database was out of reach, or the task cancelled.
    func goThrough(batchMax: Int = batchMax) async -> Outcome? {
        do {
            var outcome = Outcome()
            var tenants = try await store.tenantsSealedOtherwise(after: nil, most: batchMax, timeout: Self.timeout)
            while let last = tenants.last {
                for tenant in tenants {
                    try Task.checkCancellation()
                    let counts = try await store.reseal(tenantID: tenant, timeout: Self.timeout)
                    outcome.resealed += counts.resealed
                    outcome.unreadable += counts.unreadable
                }
                tenants = try await store.tenantsSealedOtherwise(after: last, most: batchMax, timeout: Self.timeout)
            }
            report(outcome)
            return outcome
        } catch is CancellationError {
            return nil
        } catch {
            log.warning("credentials could not be sealed again; trying again", [.error: .string("\(error)")])
            return nil
        }
    }

    private func report(_ outcome: Outcome) {
        if outcome.resealed > 0 { log.info("credentials were sealed again under the key in use", [.count: .int(outcome.resealed)]) }
        if outcome.unreadable > 0 {
            log.error("no key of the ring opens some credentials; their tenants must connect again", [.count: .int(outcome.unreadable)])
        }
    }
}
