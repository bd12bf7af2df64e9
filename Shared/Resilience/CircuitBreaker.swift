/// Stops calls to a peer that keeps failing, and lets a few through after a while to see whether it has recovered.
///
/// Closed, it counts consecutive failures; at the limit it opens and refuses until its recovery time has passed; then it is half-open and
/// admits a limited number of probes: one success closes it, one failure opens it again. A refused call was not attempted: its work stays
/// queued.
///
/// Each admission gives a permit, and the outcome is recorded with it, so that a late answer to a call from before the breaker opened
/// decides nothing. A probe whose outcome is never recorded gives its place back after `probeTimeout`.
package struct CircuitBreaker: Sendable, Equatable {
    /// The configuration of a breaker.
    package struct Limits: Sendable, Hashable {
        /// Consecutive failures that open it.
        package var failures: Int
        /// How long it stays open.
        package var recoveryTime: Duration
        /// Probes in flight at once while half-open.
        package var probes: Int
        /// After how long an unanswered probe no longer holds its place.
        package var probeTimeout: Duration

        package init(
            failures: Int = 5, recoveryTime: Duration = .seconds(60), probes: Int = 1, probeTimeout: Duration = .seconds(60)
        ) {
            precondition(failures > 0 && probes > 0 && recoveryTime > .zero && probeTimeout > .zero, "limits of a breaker are positive")
            self.failures = failures
            self.recoveryTime = recoveryTime
            self.probes = probes
            self.probeTimeout = probeTimeout
        }
    }

    package enum State: Sendable, Hashable {
        case closed
        /// Refuses until then.
        case open(until: ContinuousClock.Instant)
        case halfOpen
    }

    /// What counts as a failure of the peer.
    package enum Failure: String, Sendable, CaseIterable {
        /// No answer: refused, reset, unresolved.
        case transport
        case timeout
        /// A 5xx or what the peer uses for it.
        case serverError
        /// Credentials refused: every further call would be refused too.
        case authentication
    }

    /// How a call ended, as far as the breaker is concerned.
    package enum Outcome: Sendable, Hashable {
        case success
        case failure(Failure)
        /// Says nothing about the peer's health: a payload it refused, or a rate limit, which feeds the rate limiter instead.
        case notCounted
    }

    /// Leave to make one call.
    package struct Permit: Sendable, Hashable {
        fileprivate let period: UInt64
        package let isProbe: Bool
    }

    package enum Admission: Sendable, Hashable {
        case admitted(Permit)
        /// Not before then; earlier only if a probe's outcome frees a place or closes the breaker.
        case refused(until: ContinuousClock.Instant)
    }

    package let limits: Limits
    package private(set) var state: State = .closed
    /// Failures since the last success or reset.
    package private(set) var consecutiveFailures = 0
    /// The latest failure since the last reset, and when.
    package private(set) var lastFailure: (kind: Failure, at: ContinuousClock.Instant)?

    /// Raised with every change of state: permits of an earlier period decide nothing.
    private var period: UInt64 = 0
    private var probesInFlight = 0
    private var lastProbeAt: ContinuousClock.Instant?

    package init(_ limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Asks leave for one call. Record its outcome with the permit, whatever it is.
    package mutating func admit(now: ContinuousClock.Instant) -> Admission {
        switch state {
        case .closed:
            return .admitted(Permit(period: period, isProbe: false))
        case .open(let until) where now < until:
            return .refused(until: until)
        case .open:
            move(to: .halfOpen)
            return admitProbe(now: now)
        case .halfOpen:
            if let lastProbeAt, now >= lastProbeAt + limits.probeTimeout { move(to: .halfOpen) }
            guard probesInFlight >= limits.probes, let lastProbeAt else { return admitProbe(now: now) }
            return .refused(until: lastProbeAt + limits.probeTimeout)
        }
    }

    /// Records how the call of a permit ended.
    package mutating func record(_ outcome: Outcome, of permit: Permit, now: ContinuousClock.Instant) {
        if case .failure(let kind) = outcome { lastFailure = (kind, now) }
        guard permit.period == period else { return }
        switch (state, outcome) {
        case (.closed, .success):
            consecutiveFailures = 0
        case (.closed, .failure):
            consecutiveFailures += 1
            if consecutiveFailures >= limits.failures { open(now: now) }
        case (.halfOpen, .success):
            consecutiveFailures = 0
            move(to: .closed)
        case (.halfOpen, .failure):
            consecutiveFailures += 1
            open(now: now)
        case (.halfOpen, .notCounted):
            probesInFlight -= 1
        case (.closed, .notCounted), (.open, _):
            break
        }
    }

    /// Closes the breaker on a person's word and forgets the failures.
    package mutating func reset() {
        consecutiveFailures = 0
        lastFailure = nil
        move(to: .closed)
    }

    private mutating func admitProbe(now: ContinuousClock.Instant) -> Admission {
        probesInFlight += 1
        lastProbeAt = now
        return .admitted(Permit(period: period, isProbe: true))
    }

    private mutating func open(now: ContinuousClock.Instant) {
        move(to: .open(until: now + limits.recoveryTime))
    }

    private mutating func move(to next: State) {
        state = next
        period += 1
        probesInFlight = 0
        lastProbeAt = nil
    }

    package static func == (one: CircuitBreaker, other: CircuitBreaker) -> Bool {
        one.state == other.state && one.consecutiveFailures == other.consecutiveFailures && one.lastFailure?.kind == other.lastFailure?.kind
            && one.lastFailure?.at == other.lastFailure?.at && one.limits == other.limits && one.period == other.period
            && one.probesInFlight == other.probesInFlight && one.lastProbeAt == other.lastProbeAt
    }
}
