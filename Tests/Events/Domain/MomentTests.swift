import Foundation
import Testing

@testable import Events

@Suite("Moments")
struct MomentTests {
    @Test(
        arguments: [
            (0, 0), (999_999, 0), (1_000_000, 1), (-1, -1), (-1_000_000, -1), (-1_000_001, -2), (.max, 9_223_372_036_854),
            (.min, -9_223_372_036_855),
        ] as [(Int64, Int64)])
    func `whole seconds are rounded down`(_ microseconds: Int64, _ seconds: Int64) {
        #expect(Moment(unixMicroseconds: microseconds).unixSeconds == seconds)
    }

    @Test func `the far ends of time are ends and not crashes`() {
        let (first, last) = (Moment(unixMicroseconds: .min), Moment(unixMicroseconds: .max))
        #expect(last + .seconds(1) == last)
        #expect(first - .seconds(1) == first)
        #expect(last - first == .microseconds(Int64.max))
    }

    @Test func `ids of a moment are not before it`() {
        let moment = Moment(unixMicroseconds: 1_800_000_000_123_456)
        #expect(UUID.first(at: moment).uuidString.hasPrefix("01A3185C-507B-0000"))
        let earlier = Moment(unixMicroseconds: 1_700_000_000_123_456)
        #expect(Moment(acceptedAs: Samples.rowID(at: earlier)) == Moment(unixMicroseconds: 1_700_000_000_123_000))
    }
}
