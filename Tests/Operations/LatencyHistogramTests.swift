import Testing

@testable import Operations

@Suite("Latency histogram") struct LatencyHistogramTests {
    @Test(arguments: [0, 1, 127, 128, 129, 1000, 65_535, 1_000_000, 123_456_789, 1 << 41] as [UInt64])
    func `a time is found again within one part in a hundred`(nanoseconds: UInt64) {
        let bound = LatencyHistogram.upperBound(LatencyHistogram.index(nanoseconds))
        #expect(bound >= nanoseconds)
        #expect(bound - nanoseconds <= nanoseconds / 100)
    }

    @Test func `buckets are in order without gaps`() {
        for index in 0..<4000 {
            let bound = LatencyHistogram.upperBound(index)
            #expect(LatencyHistogram.index(bound) == index)
            #expect(LatencyHistogram.index(bound + 1) == index + 1)
        }
    }

    @Test func `quantiles of one to a thousand microseconds`() {
        var histogram = LatencyHistogram()
        for microseconds in 1...1000 { histogram.record(.microseconds(microseconds)) }
        for (share, microseconds) in [(0.5, 500.0), (0.99, 990), (0.999, 999), (1, 1000)] {
            let found = Double(histogram.quantileNanoseconds(share)) / 1000
            #expect(abs(found - microseconds) <= microseconds / 100)
        }
        #expect(histogram.minNanoseconds == 1000)
        #expect(histogram.maxNanoseconds == 1_000_000)
        #expect(histogram.meanNanoseconds == 500_500)
    }

    @Test func `an empty one answers zero`() {
        #expect(LatencyHistogram().quantile(0.99) == .zero)
    }

    @Test func `merging is as if all had been recorded in one`() {
        var one = LatencyHistogram()
        var other = LatencyHistogram()
        var both = LatencyHistogram()
        for value in stride(from: UInt64(1), to: 1_000_000, by: 7919) {
            one.record(nanoseconds: value)
            other.record(nanoseconds: value * 3)
            both.record(nanoseconds: value)
            both.record(nanoseconds: value * 3)
        }
        one.merge(other)
        one.merge(LatencyHistogram())
        #expect(one.quantile(0.9) == both.quantile(0.9))
        #expect(one.count == both.count && one.maxNanoseconds == both.maxNanoseconds)
    }

    @Test func `a time past the last bucket counts as the longest`() {
        var histogram = LatencyHistogram()
        histogram.record(nanoseconds: .max)
        #expect(histogram.count == 1)
        #expect(histogram.maxNanoseconds == .max)
    }
}
