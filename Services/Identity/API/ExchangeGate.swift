import Operations
import RPC
import Synchronization

/// Stands before an exchange and turns away peers that have failed too often. One for all loops: a peer's connections are spread over them.
final class ExchangeGate: Sendable {
    private let throttle: Mutex<FailureThrottle>
    private let failures: Counter
    private let refusals: Counter

    init(_ throttle: consuming FailureThrottle, failures: Counter, refusals: Counter) {
        self.throttle = Mutex(throttle)
        self.failures = failures
        self.refusals = refusals
    }

    /// Throws RESOURCE_EXHAUSTED, with when to come back, while the peer is not to be heard.
    func admit(_ peer: String, now: ContinuousClock.Instant = .now) throws(RPCError) {
        let group = PeerGroup(peer: peer)
        guard let wait = throttle.withLock({ $0.wait(for: group, now: now) }) else { return }
        refusals.add()
        throw .resourceExhausted("too many failed exchanges from this address", retryAfter: wait, reason: "EXCHANGES_FAILED_TOO_OFTEN")
    }

    /// Takes down a failed exchange.
    func failed(_ peer: String, now: ContinuousClock.Instant = .now) {
        failures.add()
        let group = PeerGroup(peer: peer)
        throttle.withLock { $0.recordFailure(of: group, now: now) }
    }
}
