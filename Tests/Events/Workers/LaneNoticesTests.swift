import Advertising
import EventLoop
import Foundation
import TestSupport
import Testing

@testable import Events

@Suite("Telling other processes of lanes")
struct LaneNoticesTests {
    /// What one process heard. Confined to its loop.
    private final class Ears: @unchecked Sendable {
        var heard: Set<Lane> = []
    }

    @Test func `others hear of lanes that have work, and nobody hears himself`() async throws {
        try await EventsDatabase.shared().run { parts in
            let (mine, theirs) = (Ears(), Ears())
            let one = LaneNotices(loop: parts.loop, pool: parts.worker, log: .silent)
            let two = LaneNotices(loop: parts.loop, pool: parts.worker, log: .silent)
            one.start { mine.heard.formUnion($0) }
            two.start { theirs.heard.formUnion($0) }
            // More than fit one notice. Until both listen a notice may be lost, so it is sent again.
            let lanes = Set((0..<300).map { _ in Lane(tenantID: UUID(), platform: .meta) })
            let isHeard = try await TestLoop.eventually(within: .seconds(30), on: parts.loop) {
                one.tell(Array(lanes))
                try await parts.loop.sleep(for: .milliseconds(100))
                return theirs.heard == lanes
            }
            #expect(isHeard)
            #expect(mine.heard.isEmpty)
            one.stop()
            two.stop()
        }
    }

    @Test(arguments: [
        "", "me", "me,x/meta", "other", "other,", "other,/", "other,x/meta", "other,0193f0c2-4a51-7cc3-98c4-dc0c0c07398f/myspace",
    ])
    func `a notice that cannot be read is passed over`(_ payload: String) {
        #expect(LaneNotices.lanes(in: payload, unlessFrom: "me").isEmpty)
    }
}
