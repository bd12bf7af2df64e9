import Testing

@testable import Sandbox

@Suite("Faults")
struct FaultPlanTests {
    @Test func `a fault for so many requests ends by itself`() {
        var plan = FaultPlan()
        plan.set(Fault(.serverError, requests: 2), at: .meta)
        let struck = (0..<4).map { _ in plan.strike(.meta, roll: 0)?.kind }
        #expect(struck == [.serverError, .serverError, nil, nil])
    }

    @Test func `a fault without a count lasts until it is cleared or replaced`() {
        var plan = FaultPlan()
        plan.set(Fault(.reset), at: .meta)
        for _ in 0..<100 { #expect(plan.strike(.meta, roll: 99)?.kind == .reset) }
        plan.set(Fault(.garbage), at: .meta)
        #expect(plan.strike(.meta, roll: 0)?.kind == .garbage)
        plan.clear()
        #expect(plan.strike(.meta, roll: 0) == nil)
    }

    @Test func `a share strikes that many of a hundred rolls, and a miss does not use up the count`() {
        var plan = FaultPlan()
        plan.set(Fault(.latency, requests: 30, percent: 30), at: .meta)
        #expect((0..<100).filter { plan.strike(.meta, roll: $0) != nil }.count == 30)
        plan.set(Fault(.latency, requests: 1, percent: 30), at: .meta)
        #expect(plan.strike(.meta, roll: 30) == nil)
        #expect(plan.strike(.meta, roll: 29) != nil)
        #expect(plan.strike(.meta, roll: 29) == nil)
    }
}
