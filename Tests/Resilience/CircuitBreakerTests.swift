import Testing

@testable import Resilience

@Suite("Circuit breaker") struct CircuitBreakerTests {
    private let start = ContinuousClock.now

    private func permit(_ breaker: inout CircuitBreaker, now: ContinuousClock.Instant) throws -> CircuitBreaker.Permit {
        guard case .admitted(let permit) = breaker.admit(now: now) else { throw Refused() }
        return permit
    }

    private struct Refused: Error {}

    private func opened(_ limits: CircuitBreaker.Limits = .init()) throws -> CircuitBreaker {
        var breaker = CircuitBreaker(limits)
        for _ in 0..<limits.failures { breaker.record(.failure(.transport), of: try permit(&breaker, now: start), now: start) }
        return breaker
    }

    @Test(arguments: CircuitBreaker.Failure.allCases) func `opens after five failures in a row`(kind: CircuitBreaker.Failure) throws {
        var breaker = CircuitBreaker()
        for count in 1...4 {
            breaker.record(.failure(kind), of: try permit(&breaker, now: start), now: start)
            #expect(breaker.state == .closed && breaker.consecutiveFailures == count)
        }
        breaker.record(.failure(kind), of: try permit(&breaker, now: start), now: start)
        #expect(breaker.state == .open(until: start + .seconds(60)))
        #expect(breaker.admit(now: start + .seconds(59)) == .refused(until: start + .seconds(60)))
        #expect(breaker.lastFailure?.kind == kind)
    }

    @Test func `one success starts the count again`() throws {
        var breaker = CircuitBreaker()
        for _ in 1...4 { breaker.record(.failure(.timeout), of: try permit(&breaker, now: start), now: start) }
        breaker.record(.success, of: try permit(&breaker, now: start), now: start)
        #expect(breaker.consecutiveFailures == 0)
        #expect(breaker.lastFailure?.kind == .timeout)
        for _ in 1...4 { breaker.record(.failure(.timeout), of: try permit(&breaker, now: start), now: start) }
        #expect(breaker.state == .closed)
    }

    @Test func `what is not counted neither opens nor clears`() throws {
        var breaker = CircuitBreaker()
        for _ in 1...4 { breaker.record(.failure(.serverError), of: try permit(&breaker, now: start), now: start) }
        for _ in 1...20 { breaker.record(.notCounted, of: try permit(&breaker, now: start), now: start) }
        #expect(breaker.state == .closed && breaker.consecutiveFailures == 4)
    }

    @Test func `half-open lets a limited number through`() throws {
        var breaker = try opened(.init(probes: 2))
        let now = start + .seconds(60)
        #expect(try permit(&breaker, now: now).isProbe)
        #expect(breaker.state == .halfOpen)
        #expect(try permit(&breaker, now: now).isProbe)
        #expect(breaker.admit(now: now) == .refused(until: now + .seconds(60)))
    }

    @Test func `a probe's success closes, its failure opens again`() throws {
        let now = start + .seconds(60)
        var closing = try opened()
        closing.record(.success, of: try permit(&closing, now: now), now: now)
        #expect(closing.state == .closed && closing.consecutiveFailures == 0)
        var opening = try opened()
        opening.record(.failure(.timeout), of: try permit(&opening, now: now), now: now)
        #expect(opening.state == .open(until: now + .seconds(60)))
        #expect(opening.consecutiveFailures == 6)
    }

    @Test func `a probe that is not counted frees its place for another`() throws {
        var breaker = try opened()
        let now = start + .seconds(60)
        breaker.record(.notCounted, of: try permit(&breaker, now: now), now: now)
        #expect(breaker.state == .halfOpen)
        #expect(try permit(&breaker, now: now).isProbe)
    }

    @Test func `a probe that never answers gives its place back in time`() throws {
        var breaker = try opened()
        let now = start + .seconds(60)
        let lost = try permit(&breaker, now: now)
        #expect(breaker.admit(now: now + .seconds(59)) == .refused(until: now + .seconds(60)))
        _ = try permit(&breaker, now: now + .seconds(60))
        breaker.record(.success, of: lost, now: now + .seconds(61))
        #expect(breaker.state == .halfOpen, "a lost probe decides nothing any more")
    }

    @Test func `late answers from before it opened decide nothing`() throws {
        var breaker = CircuitBreaker()
        let late = try permit(&breaker, now: start)
        for _ in 1...5 { breaker.record(.failure(.transport), of: try permit(&breaker, now: start), now: start) }
        let now = start + .seconds(60)
        _ = try permit(&breaker, now: now)
        breaker.record(.success, of: late, now: now)
        #expect(breaker.state == .halfOpen)
        breaker.record(.failure(.authentication), of: late, now: now)
        #expect(breaker.state == .halfOpen)
        #expect(breaker.lastFailure?.kind == .authentication)
    }

    @Test func `a reset closes and forgets`() throws {
        var breaker = try opened()
        breaker.reset()
        #expect(breaker.state == .closed && breaker.consecutiveFailures == 0 && breaker.lastFailure == nil)
    }

    /// Every state under every outcome: what the next state is.
    private static let outcomes: [CircuitBreaker.Outcome] =
        [.success, .notCounted] + CircuitBreaker.Failure.allCases.map { .failure($0) }

    @Test(arguments: outcomes) func `every state answers every outcome`(outcome: CircuitBreaker.Outcome) throws {
        let now = start + .seconds(60)
        let isFailure = if case .failure = outcome { true } else { false }

        var closed = CircuitBreaker()
        closed.record(outcome, of: try permit(&closed, now: start), now: start)
        #expect(closed.state == .closed)
        #expect(closed.consecutiveFailures == (isFailure ? 1 : 0))

        var open = CircuitBreaker(.init(failures: 1))
        let early = try permit(&open, now: start)
        open.record(.failure(.timeout), of: try permit(&open, now: start), now: start)
        open.record(outcome, of: early, now: start)
        #expect(open.state == .open(until: start + .seconds(60)))

        var halfOpen = try opened()
        halfOpen.record(outcome, of: try permit(&halfOpen, now: now), now: now)
        let expected: CircuitBreaker.State =
            switch outcome {
            case .success: .closed
            case .notCounted: .halfOpen
            case .failure: .open(until: now + .seconds(60))
            }
        #expect(halfOpen.state == expected)
    }
}
