import Synchronization

/// A whole number that rises and falls. Each change is one relaxed atomic operation; any thread may call.
package final class Gauge: Sendable {
    private let level = Atomic<Int>(0)

    init() {}

    package func set(_ value: Int) { level.store(value, ordering: .relaxed) }
    package func add(_ amount: Int = 1) { level.add(amount, ordering: .relaxed) }
    package func subtract(_ amount: Int = 1) { level.subtract(amount, ordering: .relaxed) }

    package var value: Int { level.load(ordering: .relaxed) }
}
