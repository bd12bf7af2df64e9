import EventLoop
import Messages
import Operations
import RPC
import Secrets
import Stubs
import Synchronization

/// Keeps the keys of Identity that this process believes: fetches them at the start, each minute, and when a token names one that is not known.
///
/// While Identity is away the keys last fetched stay good, so calls go on. *Confined* to its loop.
final class IdentityKeysFetcher: @unchecked Sendable {
    private let tokens: IdentityV1.TokenServiceClient
    private let trustedKeys: TrustedKeys
    private let loop: EventLoop
    private let log: Log
    private var task: Task<Void, Never>?
    private var isFetching = false
    private var firstFetchWaiters: [CheckedContinuation<Void, Never>] = []
    private var waiters: [CheckedContinuation<Void, Never>] = []
    private var fetchedAt: UInt64 = 0

    private static let period: Duration = .seconds(60)
    private static let retryPeriod: Duration = .milliseconds(500)
    private static let timeout: Duration = .seconds(2)
    /// Bad tokens must not become calls of Identity: at most one fetch in this time, in nanoseconds.
    private static let quietNanoseconds: UInt64 = 1_000_000_000

    init(identity: RPCClient, trustedKeys: TrustedKeys, loop: EventLoop, log: Log) {
        tokens = IdentityV1.TokenServiceClient(identity)
        self.trustedKeys = trustedKeys
        self.loop = loop
        self.log = log
    }

    /// Begins, on the loop.
    func start() {
        loop.preconditionIsCurrent()
        trustedKeys.onUnknownKey { [weak self] in await self?.fetchOnDemand() }
        task = loop.spawn("identity keys") { [self] in
            while !Task.isCancelled {
                let isFresh = await fetchOnce()
                try? await loop.sleep(for: isFresh ? Self.period : Self.retryPeriod)
            }
        }
    }

    /// Ends, on the loop.
    func stop() {
        loop.preconditionIsCurrent()
        task?.cancel()
        task = nil
        resumeFirstFetchWaiters()
    }

    /// Waits until keys have come once, or the fetcher is stopped. On the loop.
    func firstFetch() async {
        loop.preconditionIsCurrent()
        guard trustedKeys.isWaitingForIdentity, task != nil else { return }
        await withCheckedContinuation { firstFetchWaiters.append($0) }
    }

    /// From any task of any loop: the fetch runs on the fetcher's own.
    private func fetchOnDemand() async {
        await withCheckedContinuation { continuation in
            loop.execute { [self] in
                waiters.append(continuation)
                guard !isFetching else { return }
                guard EventLoop.monotonicNanoseconds() - fetchedAt > Self.quietNanoseconds else {
                    resumeWaiters()
                    return
                }
                loop.spawn("identity keys") { [self] in _ = await fetchOnce() }
            }
        }
    }

    /// One fetch at a time; who asks meanwhile waits for its end.
    private func fetchOnce() async -> Bool {
        guard !isFetching else { return true }
        isFetching = true
        let isFresh = await fetch()
        isFetching = false
        resumeWaiters()
        return isFresh
    }

    private func resumeFirstFetchWaiters() {
        let resumed = firstFetchWaiters
        firstFetchWaiters = []
        for waiter in resumed { waiter.resume() }
    }

    private func resumeWaiters() {
        let resumed = waiters
        waiters = []
        for waiter in resumed { waiter.resume() }
    }

    private func fetch() async -> Bool {
        fetchedAt = EventLoop.monotonicNanoseconds()
        do {
            let response = try await tokens.listSigningKeys(IdentityV1.ListSigningKeysRequest(), timeout: Self.timeout)
            let keys = response.signingKeys.compactMap { key in
                VerifyingKey(
                    id: key.id, publicKey: key.publicKey, issuer: "identity", kinds: [.person, .apiKey, .staff],
                    notAfter: key.notAfter?.seconds)
            }
            trustedKeys.setIdentityKeys(keys)
            resumeFirstFetchWaiters()
            return true
        } catch {
            log.debug("identity's keys could not be fetched", [.error: .string("\(error)")])
            return false
        }
    }
}
