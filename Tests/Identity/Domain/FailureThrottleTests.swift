import Testing

@testable import Identity

@Suite("Failure throttle")
struct FailureThrottleTests {
    private let start = ContinuousClock.now
    private let attacker = PeerGroup(peer: "192.0.2.1:1")
    private let other = PeerGroup(peer: "192.0.2.2:1")

    private func throttle(groupsMax: Int = 100) -> FailureThrottle {
        FailureThrottle(failuresMax: 5, each: .seconds(60), groupsMax: groupsMax)
    }

    @Test func `hears a peer until it has failed too often, and others still`() {
        var throttle = throttle()
        for _ in 1...5 {
            #expect(throttle.wait(for: attacker, now: start) == nil)
            throttle.recordFailure(of: attacker, now: start)
        }
        #expect(throttle.wait(for: attacker, now: start) == .seconds(12))
        #expect(throttle.wait(for: other, now: start) == nil)
    }

    @Test func `hears it again after the wait it named`() throws {
        var throttle = throttle()
        for _ in 1...5 { throttle.recordFailure(of: attacker, now: start) }
        let wait = try #require(throttle.wait(for: attacker, now: start))
        #expect(throttle.wait(for: attacker, now: start + wait - .nanoseconds(1)) != nil)
        #expect(throttle.wait(for: attacker, now: start + wait) == nil)
    }

    @Test func `asking costs nothing`() {
        let throttle = throttle()
        for _ in 1...1000 { #expect(throttle.wait(for: attacker, now: start) == nil) }
    }

    @Test func `forgets others before those that failed last, and never holds more than its limit`() {
        var throttle = throttle(groupsMax: 10)
        for address in 0..<200 {
            for _ in 1...5 { throttle.recordFailure(of: PeerGroup(peer: "198.51.100.\(address):1"), now: start + .milliseconds(address)) }
            #expect(throttle.count <= 10)
        }
        #expect(throttle.wait(for: PeerGroup(peer: "198.51.100.199:1"), now: start + .milliseconds(200)) != nil)
    }

    @Test func `makes room from those that have waited long enough first`() {
        var throttle = throttle(groupsMax: 3)
        throttle.recordFailure(of: other, now: start)
        for _ in 1...5 { throttle.recordFailure(of: attacker, now: start + .seconds(50)) }
        throttle.recordFailure(of: PeerGroup(peer: "203.0.113.1:1"), now: start + .seconds(51))
        throttle.recordFailure(of: PeerGroup(peer: "203.0.113.2:1"), now: start + .seconds(52))
        #expect(throttle.wait(for: attacker, now: start + .seconds(52)) != nil)
    }
}
