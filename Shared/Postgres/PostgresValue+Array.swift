/// Arrays on the wire (array_send in PostgreSQL's arrayfuncs.c): number of dimensions, whether there are nulls, element type, then for the one
/// dimension its length and lower bound; each element with its length, -1 for a null. All of it 32 bits, big-endian.
extension PostgresValue {
    package static func append(_ values: [Self], to buffer: ParameterBuffer) {
        var size = 20 + 4 * values.count
        for value in values { size += value.postgresSize }
        var cursor = appendArrayHeader(count: values.count, size: size, hasNulls: false, to: buffer)
        for value in values {
            let length = value.postgresSize
            store(Int32(length), at: cursor)
            value.write(to: cursor + 4)
            cursor += 4 + length
        }
    }

    package static func append(_ values: [Self?], to buffer: ParameterBuffer) {
        var size = 20 + 4 * values.count
        var hasNulls = false
        for value in values {
            if let value { size += value.postgresSize } else { hasNulls = true }
        }
        var cursor = appendArrayHeader(count: values.count, size: size, hasNulls: hasNulls, to: buffer)
        for value in values {
            guard let value else {
                store(Int32(-1), at: cursor)
                cursor += 4
                continue
            }
            let length = value.postgresSize
            store(Int32(length), at: cursor)
            value.write(to: cursor + 4)
            cursor += 4 + length
        }
    }

    private static func appendArrayHeader(count: Int, size: Int, hasNulls: Bool, to buffer: ParameterBuffer) -> UnsafeMutableRawPointer {
        let start = buffer.append(postgresArrayType, size: size)
        store(Int32(1), at: start)
        store(Int32(hasNulls ? 1 : 0), at: start + 4)
        store(postgresType.rawValue, at: start + 8)
        store(Int32(count), at: start + 12)
        store(Int32(1), at: start + 16)
        return start + 20
    }

    /// Reads an array of one dimension, or of none, which is how an empty one comes; nil when it is no array of such values.
    static func readArray(_ bytes: UnsafeRawBufferPointer, of arrayType: PostgresType) -> [Self?]? {
        guard let element = arrayType.element, accepts(element), bytes.count >= 12 else { return nil }
        let dimensions = load(Int32.self, bytes, at: 0)
        let type = PostgresType(rawValue: load(UInt32.self, bytes, at: 8))
        guard accepts(type) else { return nil }
        if dimensions == 0 { return [] }
        guard dimensions == 1, bytes.count >= 20 else { return nil }
        let count = Int(load(Int32.self, bytes, at: 12))
        var offset = 20
        guard count >= 0, count <= (bytes.count - offset) / 4 else { return nil }
        var values: [Self?] = []
        values.reserveCapacity(count)
        for _ in 0..<count {
            guard offset + 4 <= bytes.count else { return nil }
            let length = Int(load(Int32.self, bytes, at: offset))
            offset += 4
            if length < 0 {
                values.append(nil)
                continue
            }
            guard length <= bytes.count - offset,
                let value = Self(postgres: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]), type: type)
            else { return nil }
            values.append(value)
            offset += length
        }
        return values
    }
}

/// Stores an integer in network order.
@inline(__always)
func store(_ value: some FixedWidthInteger & BitwiseCopyable, at memory: UnsafeMutableRawPointer) {
    memory.storeBytes(of: value.bigEndian, as: type(of: value))
}

/// Loads an integer in network order; the caller has checked the length.
@inline(__always)
func load<Integer: FixedWidthInteger & BitwiseCopyable>(_: Integer.Type, _ bytes: UnsafeRawBufferPointer, at offset: Int) -> Integer {
    Integer(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Integer.self))
}
