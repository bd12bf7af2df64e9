import Foundation
import Testing

@testable import Operations

@Suite("Time-ordered UUID") struct TimeOrderedUUIDTests {
    private let now: Int64 = 1_700_000_000_123_000_000

    @Test func `version and variant are those of RFC 9562, and the time is in it`() {
        let id = UUID(stamp: TimeOrderedStamps().next(unixNanoseconds: now), random: .max)
        #expect(id.uuid.6 >> 4 == 7)
        #expect(id.uuid.8 >> 6 == 0b10)
        #expect(id.unixMilliseconds == now / 1_000_000)
        #expect(UUID().unixMilliseconds == nil)
    }

    @Test func `ids rise even when the clock stands still or goes back`() {
        let stamps = TimeOrderedStamps()
        var last = ""
        for step in 0..<10_000 {
            let id = UUID(stamp: stamps.next(unixNanoseconds: now - Int64(step)), random: 0).uuidString
            #expect(id > last)
            last = id
        }
    }

    @Test func `a clock that led by more than a minute and is set right is followed back`() {
        let stamps = TimeOrderedStamps()
        let right = stamps.next(unixNanoseconds: now)
        let ahead = stamps.next(unixNanoseconds: now + 59_000_000_000)
        #expect(stamps.next(unixNanoseconds: now) == ahead + 1)
        _ = stamps.next(unixNanoseconds: now + 7 * 86_400_000_000_000)
        #expect(stamps.next(unixNanoseconds: now) == right)
    }

    @Test func `threads never make the same id`() async {
        let ids = await withTaskGroup(of: [UUID].self) { group in
            for _ in 0..<4 { group.addTask { (0..<5000).map { _ in UUID.timeOrdered() } } }
            var all: Set<UUID> = []
            for await some in group { all.formUnion(some) }
            return all
        }
        #expect(ids.count == 20_000)
    }
}
