import Synchronization

/// A number that only grows. Adding is one relaxed atomic operation; any thread may add.
package final class Counter: Sendable {
    private let count = Atomic<UInt64>(0)

    init() {}

    package func add(_ amount: Int = 1) {
        precondition(amount >= 0, "a counter only grows")
        count.add(UInt64(amount), ordering: .relaxed)
    }

    package var value: UInt64 { count.load(ordering: .relaxed) }
}
