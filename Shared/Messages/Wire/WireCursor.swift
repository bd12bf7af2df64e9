/// Walks over the fields of packed bytes.
///
/// Borrows the bytes: valid as long as they are.
struct WireCursor {
    /// One field: its number, how its value looks, and where the value is.
    struct Field {
        let number: UInt32
        let type: WireType
        /// The value; of a length-delimited field what its length counts, of a group what lies between its tags.
        let value: UnsafeRawBufferPointer
        /// The value with its length or its end tag, as it stands in the input.
        let raw: UnsafeRawBufferPointer
        /// Whether protobuf-c can read the length: it takes five bytes at most.
        let hasShortLength: Bool
    }

    private var position: UnsafeRawPointer?
    private let end: UnsafeRawPointer?

    init(_ bytes: UnsafeRawBufferPointer) {
        position = bytes.baseAddress
        end = bytes.baseAddress.map { $0 + bytes.count }
    }

    private init(from position: UnsafeRawPointer, to end: UnsafeRawPointer) {
        self.position = position
        self.end = end
    }

    /// The next field, nil at the end. Groups may nest `depth` deep.
    @inline(__always)
    mutating func next(depth: Int) throws(UnpackError) -> Field? {
        guard var at = position, let end, at < end else { return nil }
        let tag = try Self.tag(&at, end)
        guard let type = WireType(rawValue: UInt8(tag & 7)), type != .groupEnd, tag >= 8 else { throw .malformed }
        let start = at
        var valueStart = at
        var valueEnd: UnsafeRawPointer
        var hasShortLength = true
        switch type {
        case .varint:
            _ = try Self.varint(&at, end, bytes: 10)
            valueEnd = at
        case .fixed64:
            guard end - at >= 8 else { throw .malformed }
            at += 8
            valueEnd = at
        case .fixed32:
            guard end - at >= 4 else { throw .malformed }
            at += 4
            valueEnd = at
        case .lengthDelimited:
            let length = try Self.varint(&at, end, bytes: 10)
            guard length <= UInt64(end - at) else { throw .malformed }
            hasShortLength = at - start <= 5
            valueStart = at
            at += Int(length)
            valueEnd = at
        case .groupStart, .groupEnd:
            valueEnd = try Self.skipGroup(&at, end, number: tag >> 3, depth: depth)
        }
        position = at
        return Field(
            number: tag >> 3, type: type, value: UnsafeRawBufferPointer(start: valueStart, count: valueEnd - valueStart),
            raw: UnsafeRawBufferPointer(start: start, count: at - start), hasShortLength: hasShortLength)
    }

    /// Moves behind a group's end tag; where the tag begins.
    private static func skipGroup(
        _ at: inout UnsafeRawPointer, _ end: UnsafeRawPointer, number: UInt32, depth: Int
    ) throws(UnpackError) -> UnsafeRawPointer {
        guard depth > 0 else { throw .tooDeep(limit: 0) }
        while true {
            let start = at
            let tag = try Self.tag(&at, end)
            if tag == number << 3 | UInt32(WireType.groupEnd.rawValue) { return start }
            var inner = WireCursor(from: start, to: end)
            guard try inner.next(depth: depth - 1) != nil, let position = inner.position else { throw .malformed }
            at = position
        }
    }

    /// A tag takes five bytes at most and 32 bits.
    @inline(__always)
    private static func tag(_ at: inout UnsafeRawPointer, _ end: UnsafeRawPointer) throws(UnpackError) -> UInt32 {
        let tag = try varint(&at, end, bytes: 5)
        guard tag <= UInt64(UInt32.max) else { throw .malformed }
        return UInt32(truncatingIfNeeded: tag)
    }

    @inline(__always)
    private static func varint(_ at: inout UnsafeRawPointer, _ end: UnsafeRawPointer, bytes: Int) throws(UnpackError) -> UInt64 {
        guard at < end else { throw .malformed }
        let first = at.load(as: UInt8.self)
        if first < 0x80 {
            at += 1
            return UInt64(first)
        }
        return try longVarint(&at, end, bytes: bytes)
    }

    private static func longVarint(_ at: inout UnsafeRawPointer, _ end: UnsafeRawPointer, bytes: Int) throws(UnpackError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        for _ in 0..<min(bytes, end - at) {
            let byte = at.load(as: UInt8.self)
            at += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw .malformed
    }
}
