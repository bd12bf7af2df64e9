import Advertising
import Foundation
import Testing

@testable import Events

@Suite("Ids of deliveries")
struct DeliveryIDTests {
    @Test(arguments: Platform.allCases)
    func `are read as they are written`(_ platform: Platform) {
        let id = DeliveryID(eventRowID: UUID(), platform: platform)
        #expect(DeliveryID(id.description) == id)
        #expect(
            DeliveryID(id.description.uppercased().replacingOccurrences(of: platform.rawValue.uppercased(), with: platform.rawValue)) == id)
    }

    @Test(arguments: [
        "", "-", "meta", "0193f0c2-4a51-7cc3-98c4-dc0c0c07398f", "0193f0c2-4a51-7cc3-98c4-dc0c0c07398f-",
        "0193f0c2-4a51-7cc3-98c4-dc0c0c07398f-myspace", "0193f0c2-4a51-7cc3-98c4-dc0c0c07398x-meta",
        "0193f0c2-4a51-7cc3-98c4-dc0c0c07398f meta", "0193f0c2-4a51-7cc3-98c4-dc0c0c0739é-meta",
        "0193f0c2-4a51-7cc3-98c4-dc0c0c07398f-meta" + String(repeating: "x", count: 100),
    ])
    func `nothing else is one`(_ text: String) {
        #expect(DeliveryID(text) == nil)
    }
}
