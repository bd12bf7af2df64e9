import CProtobufC

extension ProtobufCMessageDescriptor {
    /// The index of the field with this number; nil when the message has none.
    @inline(__always)
    func fieldIndex(_ number: UInt32) -> Int? {
        guard n_field_ranges > 0, let ranges = field_ranges else { return nil }
        // Ranges are runs of consecutive numbers, sorted; a message has few.
        for index in 0..<Int(n_field_ranges) {
            let start = UInt32(bitPattern: ranges[index].start_value)
            if number < start { return nil }
            let count = ranges[index + 1].orig_index - ranges[index].orig_index
            if number - start < count { return Int(ranges[index].orig_index + (number - start)) }
        }
        return nil
    }
}

extension ProtobufCFieldDescriptor {
    /// Whether protobuf-c may be given a value of this wire type.
    @inline(__always)
    func accepts(_ wireType: WireType) -> Bool {
        if wireType == expectedWireType { return true }
        return wireType == .lengthDelimited && label == PROTOBUF_C_LABEL_REPEATED
    }

    private var expectedWireType: WireType {
        switch type {
        case PROTOBUF_C_TYPE_STRING, PROTOBUF_C_TYPE_BYTES, PROTOBUF_C_TYPE_MESSAGE: .lengthDelimited
        case PROTOBUF_C_TYPE_FIXED32, PROTOBUF_C_TYPE_SFIXED32, PROTOBUF_C_TYPE_FLOAT: .fixed32
        case PROTOBUF_C_TYPE_FIXED64, PROTOBUF_C_TYPE_SFIXED64, PROTOBUF_C_TYPE_DOUBLE: .fixed64
        default: .varint
        }
    }

    /// The sub-message's descriptor; nil for any other field.
    @inline(__always)
    var message: UnsafePointer<ProtobufCMessageDescriptor>? {
        type == PROTOBUF_C_TYPE_MESSAGE ? descriptor?.assumingMemoryBound(to: ProtobufCMessageDescriptor.self) : nil
    }

    /// Whether it is the member of a oneof.
    var isMember: Bool { flags & UInt32(PROTOBUF_C_FIELD_FLAG_ONEOF.rawValue) != 0 }
}
