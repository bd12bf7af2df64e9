import FoundationEssentials

/// The first half of a SHA-256 over what must not differ between an event and its repeat: value, currency and contents.
///
/// The time, the person and everything else may: callers retry with a fresh time, and learn more about a person.
struct EventDigest: Hashable, Sendable {
    /// Its 16 bytes, in the form in which the database keeps them.
    let uuid: UUID

    init(uuid: UUID) { self.uuid = uuid }

    /// The bytes that are digested. Every part is preceded by its length or has a fixed one, so that no two events give the same bytes.
    static func comparedBytes(value: Double?, currency: String, contents: [ContentItem]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32 + contents.count * 48)
        append(value, to: &bytes)
        append(currency, to: &bytes)
        append(UInt64(contents.count), to: &bytes)
        for item in contents {
            append(item.id, to: &bytes)
            append(UInt64(bitPattern: item.quantity), to: &bytes)
            append(item.itemPrice, to: &bytes)
        }
        return bytes
    }

    private static func append(_ number: Double?, to bytes: inout [UInt8]) {
        bytes.append(number == nil ? 0 : 1)
        // Minus zero is zero.
        if let number { append((number == 0 ? 0 : number).bitPattern, to: &bytes) }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        append(UInt64(text.utf8.count), to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }

    private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
