import Synchronization

/// Counts observations in fixed buckets. Observing is a short search and two relaxed atomic operations; any thread may observe.
///
/// *Owns* its row of counters, freed with it. Exposed in the unit that ends its name: `_seconds` is observed as `Duration`, anything else
/// as whole numbers.
package final class Histogram: @unchecked Sendable {
    /// Upper bounds, rising, of all buckets but the last: nanoseconds, or the plain unit.
    let bounds: [Int64]
    /// What one exposed unit is worth: 1e9 for seconds.
    let scale: Double
    private let counts: UnsafeMutablePointer<Atomic<UInt64>>
    private let sum = Atomic<Int64>(0)

    init(bounds: [Int64], scale: Double) {
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy(<), "bucket bounds must rise")
        self.bounds = bounds
        self.scale = scale
        counts = .allocate(capacity: bounds.count + 1)
        for index in 0...bounds.count { (counts + index).initialize(to: Atomic(0)) }
    }

    deinit {
        counts.deinitialize(count: bounds.count + 1)
        counts.deallocate()
    }

    /// Counts a time.
    package func observe(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        observe(nanoseconds: seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000)
    }

    /// Counts a time in nanoseconds.
    package func observe(nanoseconds: Int64) {
        assert(scale == 1e9, "a histogram of times is named _seconds")
        record(nanoseconds)
    }

    /// Counts an amount: bytes, events in a batch.
    package func observe(_ amount: Int) {
        assert(scale == 1, "a histogram named _seconds takes times")
        record(Int64(amount))
    }

    private func record(_ value: Int64) {
        var index = 0
        while index < bounds.count, value > bounds[index] { index += 1 }
        counts[index].add(1, ordering: .relaxed)
        sum.add(value, ordering: .relaxed)
    }

    /// Counts of the buckets, not yet summed up, and the sum of all values.
    var snapshot: (counts: [UInt64], sum: Int64) {
        ((0...bounds.count).map { counts[$0].load(ordering: .relaxed) }, sum.load(ordering: .relaxed))
    }

    /// How many observations there were.
    package var count: UInt64 { snapshot.counts.reduce(0, +) }
}
