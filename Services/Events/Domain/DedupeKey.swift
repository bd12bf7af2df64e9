import FoundationEssentials

/// What makes two events the same: tenant, event id and event name, byte for byte.
struct DedupeKey: Equatable, Sendable {
    let tenantID: UUID
    let eventID: String
    let eventName: String
    /// The same for equal keys in every process, so that all of them can take keys in one order and never wait for each other in a circle.
    let order: UInt64

    init(tenantID: UUID, eventID: String, eventName: String) {
        self.tenantID = tenantID
        self.eventID = eventID
        self.eventName = eventName
        var hash = FowlerNollVo()
        withUnsafeBytes(of: tenantID.uuid) { hash.add($0) }
        var (id, name) = (eventID, eventName)
        id.withUTF8 { hash.add(UnsafeRawBufferPointer($0)) }
        hash.add(0)
        name.withUTF8 { hash.add(UnsafeRawBufferPointer($0)) }
        order = hash.value
    }

    // Not String's ==, which takes different spellings of one character as equal: the database does not.
    static func == (left: DedupeKey, right: DedupeKey) -> Bool {
        left.order == right.order && left.tenantID == right.tenantID && left.eventID.utf8.elementsEqual(right.eventID.utf8)
            && left.eventName.utf8.elementsEqual(right.eventName.utf8)
    }

    /// Whether this key is taken before the other one.
    func precedes(_ other: DedupeKey) -> Bool {
        if order != other.order { return order < other.order }
        if !eventID.utf8.elementsEqual(other.eventID.utf8) { return eventID.utf8.lexicographicallyPrecedes(other.eventID.utf8) }
        if !eventName.utf8.elementsEqual(other.eventName.utf8) { return eventName.utf8.lexicographicallyPrecedes(other.eventName.utf8) }
        return withUnsafeBytes(of: tenantID.uuid) { left in
            withUnsafeBytes(of: other.tenantID.uuid) { right in left.lexicographicallyPrecedes(right) }
        }
    }
}

/// The hash FNV-1a, 64 bits (RFC 9923). For order, not for secrecy.
private struct FowlerNollVo {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { add(byte) }
    }
}
