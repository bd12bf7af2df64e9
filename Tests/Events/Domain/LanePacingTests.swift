import Testing

@testable import Events

@Suite("Pacing of a lane")
struct LanePacingTests {
    private let pacing = LanePacing(batchMax: 10, batchesMax: 2, gatherTime: .milliseconds(50))
    private let start = ContinuousClock.now

    private func decide(due: Int, underWay: Int, after: Duration = .zero) -> LanePacing.Decision {
        pacing.decide(due: due, underWay: underWay, lastStart: start, now: start + after)
    }

    @Test func `an idle lane sends at once, a busy one gathers, a full one waits`() {
        #expect(decide(due: 0, underWay: 0) == .idle)
        #expect(decide(due: 1, underWay: 0) == .send)
        #expect(decide(due: 1, underWay: 1) == .gather(until: start + .milliseconds(50)))
        #expect(decide(due: 1, underWay: 1, after: .milliseconds(50)) == .send)
        #expect(decide(due: 10, underWay: 1) == .send)
        #expect(decide(due: 10, underWay: 2) == .full)
    }
}
