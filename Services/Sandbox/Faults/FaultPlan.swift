/// Which fault is on at which platform, one at most for each.
struct FaultPlan: Sendable {
    private var faults: [SandboxPlatform: Fault] = [:]

    /// Switches a fault on, in place of an earlier one.
    mutating func set(_ fault: Fault, at platform: SandboxPlatform) { faults[platform] = fault }

    mutating func clear() { faults = [:] }

    /// The fault that strikes the next request, if one does. `roll` is a number from 0 to 99, drawn for this request.
    mutating func strike(_ platform: SandboxPlatform, roll: Int) -> Fault? {
        guard let fault = faults[platform], roll < fault.percent else { return nil }
        if let left = fault.requestsLeft {
            faults[platform]?.requestsLeft = left - 1
            if left <= 1 { faults[platform] = nil }
        }
        return fault
    }
}
