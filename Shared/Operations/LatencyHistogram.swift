/// Counts times with a relative error below 1 %, in constant space: for load tools and quantiles. A value: merge those of several threads.
///
/// Log-linear: 128 buckets for every power of two, up to 2^42 ns (73 minutes); longer times count as that.
package struct LatencyHistogram: Sendable, Equatable {
    private static let precisionBits = 7
    private static let exponentMax = 42
    private static let bucketsPerPower = 1 << precisionBits

    private var counts: [UInt64]
    /// How many times were recorded.
    package private(set) var count: UInt64 = 0
    /// The longest and the shortest time recorded, exactly; 0 when there is none.
    package private(set) var maxNanoseconds: UInt64 = 0
    package private(set) var minNanoseconds: UInt64 = 0
    private var sum: Double = 0

    package init() {
        counts = Array(repeating: 0, count: (Self.exponentMax - Self.precisionBits + 1) * Self.bucketsPerPower)
    }

    package mutating func record(nanoseconds: UInt64, times: UInt64 = 1) {
        guard times > 0 else { return }
        counts[Self.index(nanoseconds)] += times
        minNanoseconds = count == 0 ? nanoseconds : min(minNanoseconds, nanoseconds)
        maxNanoseconds = max(maxNanoseconds, nanoseconds)
        count += times
        sum += Double(nanoseconds) * Double(times)
    }

    package mutating func record(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        record(nanoseconds: seconds < 0 ? 0 : UInt64(seconds) &* 1_000_000_000 &+ UInt64(max(0, attoseconds) / 1_000_000_000))
    }

    package mutating func merge(_ other: LatencyHistogram) {
        guard other.count > 0 else { return }
        for index in counts.indices { counts[index] += other.counts[index] }
        minNanoseconds = count == 0 ? other.minNanoseconds : min(minNanoseconds, other.minNanoseconds)
        maxNanoseconds = max(maxNanoseconds, other.maxNanoseconds)
        count += other.count
        sum += other.sum
    }

    /// The time that at least this share of all times does not exceed: `quantile(0.99)`. 0 when there is none.
    package func quantile(_ share: Double) -> Duration {
        .nanoseconds(Int64(clamping: quantileNanoseconds(share)))
    }

    package func quantileNanoseconds(_ share: Double) -> UInt64 {
        guard count > 0 else { return 0 }
        let rank = max(1, UInt64((share.clamped * Double(count)).rounded(.up)))
        var seen: UInt64 = 0
        for (index, number) in counts.enumerated() where number > 0 {
            seen += number
            if seen >= rank { return max(minNanoseconds, min(maxNanoseconds, Self.upperBound(index))) }
        }
        return maxNanoseconds
    }

    package var meanNanoseconds: Double { count == 0 ? 0 : sum / Double(count) }

    // MARK: Buckets

    static func index(_ nanoseconds: UInt64) -> Int {
        let value = min(nanoseconds, 1 << UInt64(exponentMax) - 1)
        if value < bucketsPerPower { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount
        let mantissa = Int(value >> UInt64(exponent - precisionBits)) - bucketsPerPower
        return (exponent - precisionBits + 1) * bucketsPerPower + mantissa
    }

    /// The greatest time that falls into a bucket.
    static func upperBound(_ index: Int) -> UInt64 {
        if index < bucketsPerPower { return UInt64(index) }
        let shift = UInt64(index / bucketsPerPower - 1)
        return (UInt64(bucketsPerPower + index % bucketsPerPower) + 1) << shift - 1
    }
}

extension Double {
    fileprivate var clamped: Double { Swift.min(1, Swift.max(0, self)) }
}
