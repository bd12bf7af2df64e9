import Foundation
import Testing

@testable import Events

@Suite("Digests of events")
struct EventDigestTests {
    private static let item = ContentItem(id: "a", quantity: 1, itemPrice: 2)

    @Test func `value, currency and contents count, each apart`() {
        let all: [[UInt8]] = [
            EventDigest.comparedBytes(value: nil, currency: "GBP", contents: []),
            EventDigest.comparedBytes(value: 0, currency: "GBP", contents: []),
            EventDigest.comparedBytes(value: 1, currency: "GBP", contents: []),
            EventDigest.comparedBytes(value: 1, currency: "EUR", contents: []),
            EventDigest.comparedBytes(value: 1, currency: "GBP", contents: [Self.item]),
            EventDigest.comparedBytes(value: 1, currency: "GBP", contents: [Self.item, Self.item]),
            EventDigest.comparedBytes(value: 1, currency: "GBP", contents: [ContentItem(id: "b", quantity: 1, itemPrice: 2)]),
            EventDigest.comparedBytes(value: 1, currency: "GBP", contents: [ContentItem(id: "a", quantity: 2, itemPrice: 2)]),
            EventDigest.comparedBytes(value: 1, currency: "GBP", contents: [ContentItem(id: "a", quantity: 1, itemPrice: nil)]),
            EventDigest.comparedBytes(value: 1, currency: "GBP", contents: [ContentItem(id: "a", quantity: 1, itemPrice: 0)]),
        ]
        #expect(Set(all).count == all.count)
    }

    @Test func `minus zero is zero`() {
        #expect(
            EventDigest.comparedBytes(value: -0.0, currency: "GBP", contents: [])
                == EventDigest.comparedBytes(value: 0, currency: "GBP", contents: []))
    }

    @Test func `the time, the id and the person do not count`() {
        let tenantID = UUID()
        let one = Samples.staged(tenantID, id: "a", time: Moment(unixSeconds: 1_700_000_000), email: "a@example.com")
        let two = Samples.staged(tenantID, id: "b", time: Moment(unixSeconds: 1_700_000_001), email: "b@example.com")
        #expect(one.digest == two.digest)
    }
}
