import Advertising
import FoundationEssentials

/// The public id of a delivery: the event's row and the platform, e.g. `0193f0c2-4a51-7cc3-98c4-dc0c0c07398f-meta`.
struct DeliveryID: Hashable, Sendable, CustomStringConvertible {
    let eventRowID: UUID
    let platform: Platform

    init(eventRowID: UUID, platform: Platform) {
        self.eventRowID = eventRowID
        self.platform = platform
    }

    /// Nil for a text that is no id of ours. Upper-case digits are taken, as in any UUID.
    init?(_ text: String) {
        let uuidLength = 36
        guard text.utf8.count > uuidLength + 1, text.utf8.count <= uuidLength + 32 else { return nil }
        let separator = text.utf8.index(text.startIndex, offsetBy: uuidLength)
        guard text.utf8[separator] == UInt8(ascii: "-"), let row = UUID(uuidString: String(text[..<separator])),
            let platform = Platform(rawValue: String(text[text.utf8.index(after: separator)...]))
        else { return nil }
        self.init(eventRowID: row, platform: platform)
    }

    var description: String { "\(eventRowID.uuidString.lowercased())-\(platform.rawValue)" }
}
