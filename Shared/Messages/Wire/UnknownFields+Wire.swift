package import CProtobufC

extension UnknownFields {
    /// Copies what protobuf-c did not know, and undoes the marks of `WireRewriter`.
    @inline(__always)
    package init(copying base: ProtobufCMessage) {
        self.init()
        if base.n_unknown_fields > 0 { append(base) }
    }

    private mutating func append(_ base: ProtobufCMessage) {
        for field in UnsafeBufferPointer(start: base.unknown_fields, count: Int(base.n_unknown_fields)) {
            let number = UInt64(field.tag & (WireRewriter.otherTypeMark - 1))
            let data = UnsafeBufferPointer(start: field.data, count: field.len)
            if field.tag & WireRewriter.groupMark != 0 {
                bytes.appendVarint(number << 3 | UInt64(WireType.groupStart.rawValue))
                let lengthBytes = (data.firstIndex { $0 < 0x80 } ?? 0) + 1
                bytes.append(contentsOf: data.dropFirst(lengthBytes))
            } else {
                bytes.appendVarint(number << 3 | UInt64(field.wire_type.rawValue))
                bytes.append(contentsOf: data)
            }
        }
    }

    /// The tag that the fields begin with, and how many bytes it takes.
    var firstTag: (number: UInt32, wireType: UInt8, length: Int)? {
        var tag: UInt64 = 0
        for (index, byte) in bytes.prefix(5).enumerated() {
            tag |= UInt64(byte & 0x7f) << UInt64(7 * index)
            if byte < 0x80 { return (UInt32(truncatingIfNeeded: tag >> 3), UInt8(tag & 7), index + 1) }
        }
        return nil
    }

    /// Keeps -0.0, which protobuf-c would leave out as if it were the default 0.
    @inline(__always)
    package mutating func keepNegativeZero(_ value: Double, field number: UInt32) {
        if value == 0, value.sign == .minus { append(number, .fixed64, [0, 0, 0, 0, 0, 0, 0, 0x80]) }
    }

    /// Keeps -0.0, which protobuf-c would leave out as if it were the default 0.
    @inline(__always)
    package mutating func keepNegativeZero(_ value: Float, field number: UInt32) {
        if value == 0, value.sign == .minus { append(number, .fixed32, [0, 0, 0, 0x80]) }
    }

    private mutating func append(_ number: UInt32, _ type: WireType, _ value: [UInt8]) {
        bytes.appendVarint(UInt64(number) << 3 | UInt64(type.rawValue))
        bytes += value
    }
}
