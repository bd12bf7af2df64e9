package import CProtobufC
import Glibc

/// Memory for protobuf-c's structs while one message is packed or unpacked: allocation moves a pointer, and all of it goes at once.
///
/// Owns nothing: borrows a thread's `ArenaMemory`. Confined to the thread and the scope from `begin` to `end`; structs and pointers it
/// gives out are valid within that scope.
package struct Arena {
    let memory: UnsafeMutablePointer<ArenaMemory>

    /// This thread's arena, which may give out `budget` bytes until `end`.
    @inline(never)
    static func begin(budget: Int) -> Arena {
        let memory = ArenaMemory.take()
        memory.pointee.begin(budget: budget)
        return Arena(memory: memory)
    }

    /// Gives everything back that the arena gave out.
    @inline(never)
    func end() {
        ArenaMemory.giveBack(memory)
    }

    /// Zeroed memory for one `T`. The budget does not apply: used for packing, whose size is known to be honest.
    func zeroed<T>(_: T.Type) -> UnsafeMutablePointer<T> {
        let raw = memory.pointee.allocateUnbounded(MemoryLayout<T>.size)
        memset(raw, 0, MemoryLayout<T>.size)
        return raw.assumingMemoryBound(to: T.self)
    }

    // MARK: Packing

    /// `headroom` zero bytes and the packed message.
    @inline(never)
    func pack(_ message: UnsafeMutablePointer<ProtobufCMessage>, headroom: Int) -> [UInt8] {
        let size = protobuf_c_message_get_packed_size(message)
        return [UInt8](unsafeUninitializedCapacity: headroom + size) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            start.initialize(repeating: 0, count: headroom)
            count = headroom + protobuf_c_message_pack(message, start + headroom)
        }
    }

    /// A string's bytes. Copied: short strings have no address.
    @inline(never)
    package func string(_ value: String) -> ProtobufCBinaryData {
        let count = value.utf8.count
        guard count > 0 else { return ProtobufCBinaryData(len: 0, data: nil) }
        let copy = memory.pointee.allocateUnbounded(count)
        let copied: Void? = value.utf8.withContiguousStorageIfAvailable { copy.copyMemory(from: $0.baseAddress!, byteCount: count) }
        if copied == nil {
            UnsafeMutableRawBufferPointer(start: copy, count: count).copyBytes(from: value.utf8)
        }
        return ProtobufCBinaryData(len: count, data: copy.assumingMemoryBound(to: UInt8.self))
    }

    /// An array's bytes. Borrowed, not copied: the value that is packed keeps its arrays alive and in place meanwhile.
    @inline(__always)
    package func bytes(_ value: [UInt8]) -> ProtobufCBinaryData {
        value.withUnsafeBufferPointer { buffer in
            ProtobufCBinaryData(len: buffer.count, data: buffer.isEmpty ? nil : UnsafeMutablePointer(mutating: buffer.baseAddress))
        }
    }

    /// The filled struct of a message.
    package func message<Value: GeneratedMessage, C>(_ value: Value, as type: C.Type) -> UnsafeMutablePointer<C> {
        let pointer = zeroed(type)
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: ProtobufCMessage.self).pointee.descriptor =
            Value.descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
        value.fill(UnsafeMutableRawPointer(pointer), from: self)
        return pointer
    }

    /// The filled struct of a message, its size taken from the descriptor.
    func message<Value: GeneratedMessage>(_ value: Value) -> UnsafeMutablePointer<ProtobufCMessage> {
        let descriptor = Value.descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
        let raw = memory.pointee.allocateUnbounded(descriptor.pointee.sizeof_message)
        memset(raw, 0, descriptor.pointee.sizeof_message)
        let pointer = raw.assumingMemoryBound(to: ProtobufCMessage.self)
        pointer.pointee.descriptor = descriptor
        value.fill(raw, from: self)
        return pointer
    }

    /// The elements of a repeated field.
    package func array<Value, C>(_ values: [Value], _ convert: (Value) -> C) -> UnsafeMutablePointer<C>? {
        guard !values.isEmpty else { return nil }
        let pointer = memory.pointee.allocateUnbounded(values.count * MemoryLayout<C>.stride).assumingMemoryBound(to: C.self)
        for (index, value) in values.enumerated() { (pointer + index).initialize(to: convert(value)) }
        return pointer
    }

    /// The elements of a repeated message field.
    package func array<Value, C>(
        _ values: [Value], _ convert: (Value) -> UnsafeMutablePointer<C>
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<C>?>? {
        array(values) { Optional(convert($0)) }
    }

    /// The entries of a map field, in the order of their keys.
    package func entries<Key: MapKey, Value, C>(
        _ values: [Key: Value], descriptor: UnsafePointer<ProtobufCMessageDescriptor>, as type: C.Type,
        _ fill: (UnsafeMutablePointer<C>, Key, Value) -> Void
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<C>?>? {
        array(values.sorted { Key.precedes($0.key, $1.key) }) { pair in
            let entry = zeroed(type)
            UnsafeMutableRawPointer(entry).assumingMemoryBound(to: ProtobufCMessage.self).pointee.descriptor = descriptor
            fill(entry, pair.key, pair.value)
            return entry
        }
    }

    /// Unknown fields, to be packed after the known ones. All of them go as one field of protobuf-c: the first one's tag, and the rest as
    /// its data.
    @inline(__always)
    package func keep(_ fields: UnknownFields, in base: inout ProtobufCMessage) {
        if !fields.isEmpty { keepSome(fields, in: &base) }
    }

    @inline(never)
    private func keepSome(_ fields: UnknownFields, in base: inout ProtobufCMessage) {
        guard let first = fields.firstTag else { return }
        let copy = memory.pointee.allocateUnbounded(fields.bytes.count)
        fields.bytes.withUnsafeBytes { copy.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
        let field = zeroed(ProtobufCMessageUnknownField.self)
        field.pointee.tag = first.number
        field.pointee.wire_type = ProtobufCWireType(rawValue: UInt32(first.wireType))
        field.pointee.len = fields.bytes.count - first.length
        field.pointee.data = copy.assumingMemoryBound(to: UInt8.self) + first.length
        base.n_unknown_fields = 1
        base.unknown_fields = field
    }
}
