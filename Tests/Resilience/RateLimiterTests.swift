import Testing

@testable import Resilience

@Suite("Rate limiter") struct RateLimiterTests {
    private let start = ContinuousClock.now

    @Test func `grants the burst, then one by one at its rate`() {
        var limiter = RateLimiter(10, each: .seconds(1), burst: 3)
        #expect(limiter.take(5, now: start) == .granted(3))
        #expect(limiter.take(now: start) == .wait(until: start + .milliseconds(100)))
        #expect(limiter.take(now: start + .milliseconds(99)) == .wait(until: start + .milliseconds(100)))
        #expect(limiter.take(5, now: start + .milliseconds(100)) == .granted(1))
        #expect(limiter.take(5, now: start + .milliseconds(350)) == .granted(2))
    }

    @Test func `never saves up more than the burst`() {
        var limiter = RateLimiter(10, each: .seconds(1), burst: 3)
        #expect(limiter.take(1, now: start) == .granted(1))
        #expect(limiter.take(100, now: start + .seconds(3600)) == .granted(3))
    }

    @Test(arguments: [(10, 1), (3, 3), (1000, 50), (7, 7)]) func `keeps its rate over a minute`(rate: Int, burst: Int) {
        var limiter = RateLimiter(rate, each: .seconds(1), burst: burst)
        var total = 0
        var now = start
        let end = start + .seconds(60)
        while now < end {
            switch limiter.take(2, now: now) {
            case .granted(let count): total += count
            case .wait(let until): now = until
            }
        }
        #expect(total >= rate * 60 && total <= rate * 60 + burst)
    }

    @Test func `tokens given back can be taken again`() {
        var limiter = RateLimiter(1, each: .seconds(1), burst: 4)
        #expect(limiter.take(4, now: start) == .granted(4))
        limiter.giveBack(3)
        #expect(limiter.take(4, now: start) == .granted(3))
    }

    @Test func `a pause holds everything back and ends gently`() {
        var limiter = RateLimiter(10, each: .seconds(1), burst: 5)
        limiter.pause(until: start + .seconds(30))
        limiter.pause(until: start + .seconds(10))
        #expect(limiter.take(now: start + .seconds(29)) == .wait(until: start + .seconds(30)))
        #expect(limiter.take(5, now: start + .seconds(30)) == .granted(1))
        #expect(limiter.take(5, now: start + .seconds(31)) == .granted(5))
    }

    @Test func `time that goes back grants nothing extra`() {
        var limiter = RateLimiter(10, each: .seconds(1), burst: 1)
        #expect(limiter.take(now: start + .seconds(1)) == .granted(1))
        #expect(limiter.take(now: start) == .wait(until: start + .milliseconds(1100)))
    }
}
