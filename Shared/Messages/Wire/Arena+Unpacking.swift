package import CProtobufC

extension Arena {
    /// protobuf-c's struct of the bytes, looked over before and rewritten where protobuf-c would misread them.
    @inline(never)
    func unpack(_ bytes: UnsafeRawBufferPointer, as descriptor: UnsafeRawPointer, depth: Int) throws(UnpackError) -> UnsafeRawPointer {
        let descriptor = descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
        let message: UnsafeMutablePointer<ProtobufCMessage>?
        if try WireScan(depthLimit: depth).isPlain(bytes, as: descriptor) {
            message = unpack(bytes, as: descriptor)
        } else {
            message = try WireRewriter.rewrite(bytes, as: descriptor, arena: self).withUnsafeBytes { unpack($0, as: descriptor) }
        }
        guard let message else { throw memory.pointee.isExhausted ? .tooCostly(limit: memory.pointee.budget) : .malformed }
        return UnsafeRawPointer(message)
    }

    private func unpack(
        _ bytes: UnsafeRawBufferPointer, as descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    ) -> UnsafeMutablePointer<ProtobufCMessage>? {
        var allocator = ProtobufCAllocator(
            alloc: { data, size in data?.assumingMemoryBound(to: ArenaMemory.self).pointee.allocate(size) },
            free: { _, _ in },
            allocator_data: UnsafeMutableRawPointer(memory))
        return protobuf_c_message_unpack(descriptor, &allocator, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }

    /// Takes memory of Swift values out of the budget before they are made.
    package func charge<Value>(_ count: Int, of _: Value.Type) throws(UnpackError) {
        guard memory.pointee.charge(count, stride: MemoryLayout<Value>.stride) else {
            throw .tooCostly(limit: memory.pointee.budget)
        }
    }

    /// A string field; `field` names it in the error.
    package func text<Value: Message>(
        _ data: ProtobufCBinaryData, _: Value.Type, _ field: StaticString
    ) throws(UnpackError) -> String {
        guard let text = Self.text(data) else { throw .invalidUTF8(message: Value.fullName, field: "\(field)") }
        return text
    }

    @inline(never)
    private static func text(_ data: ProtobufCBinaryData) -> String? {
        data.len == 0 ? "" : String(validatingUTF8: UnsafeBufferPointer(start: data.data, count: data.len))
    }

    /// A bytes field.
    @inline(never)
    package func copy(_ data: ProtobufCBinaryData) -> [UInt8] {
        data.len == 0 ? [] : Array(UnsafeBufferPointer(start: data.data, count: data.len))
    }

    /// A message field; the empty message when it is absent.
    package func value<Value: GeneratedMessage, C>(_ pointer: UnsafeMutablePointer<C>?) throws(UnpackError) -> Value {
        guard let pointer else { return Value() }
        return try Value(copying: UnsafeRawPointer(pointer), in: self)
    }

    /// A repeated message field.
    package func messages<Value: GeneratedMessage, C>(
        _ array: UnsafeMutablePointer<UnsafeMutablePointer<C>?>?, _ count: Int
    ) throws(UnpackError) -> [Value] {
        guard count > 0, let array else { return [] }
        try charge(count, of: Value.self)
        var values: [Value] = []
        values.reserveCapacity(count)
        for index in 0..<count { values.append(try value(array[index])) }
        return values
    }

    /// A repeated string field.
    package func texts<Value: Message>(
        _ array: UnsafeMutablePointer<ProtobufCBinaryData>?, _ count: Int, _: Value.Type, _ field: StaticString
    ) throws(UnpackError) -> [String] {
        guard count > 0, let array else { return [] }
        try charge(count, of: String.self)
        var values: [String] = []
        values.reserveCapacity(count)
        for index in 0..<count { values.append(try text(array[index], Value.self, field)) }
        return values
    }

    /// A repeated field of anything else.
    package func values<C, Value>(
        _ array: UnsafeMutablePointer<C>?, _ count: Int, _ convert: (C) -> Value
    ) throws(UnpackError) -> [Value] {
        guard count > 0, let array else { return [] }
        try charge(count, of: Value.self)
        return UnsafeBufferPointer(start: array, count: count).map(convert)
    }

    /// The entries of a map field.
    package func elements<C>(_ array: UnsafeMutablePointer<UnsafeMutablePointer<C>?>?, _ count: Int) -> [UnsafeMutablePointer<C>] {
        UnsafeBufferPointer(start: array, count: array == nil ? 0 : count).compactMap { $0 }
    }
}
