// Compiled into the callers, where the text's length is known: a comparison of a header's name is then one or two of words.
extension UnsafeRawBufferPointer {
    /// Whether the bytes are those of the text.
    @inlinable @inline(__always)
    package func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && Self.areEqual(baseAddress, UnsafeRawPointer(text.utf8Start), count)
    }

    /// Whether the bytes begin with those of the text.
    @inlinable @inline(__always)
    package func starts(with text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        return count >= length && Self.areEqual(baseAddress, UnsafeRawPointer(text.utf8Start), length)
    }

    /// Whether the bytes end with those of the text.
    @inlinable @inline(__always)
    package func ends(with text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard count >= length else { return false }
        return Self.areEqual(baseAddress.map { $0 + (count - length) }, UnsafeRawPointer(text.utf8Start), length)
    }

    /// Whether two stretches of the same length hold the same bytes.
    @inlinable @inline(__always)
    package static func areEqual(_ left: UnsafeRawPointer?, _ right: UnsafeRawPointer?, _ length: Int) -> Bool {
        guard let left, let right else { return length == 0 }
        var offset = 0
        while offset &+ 8 <= length {
            if left.loadUnaligned(fromByteOffset: offset, as: UInt64.self) != right.loadUnaligned(fromByteOffset: offset, as: UInt64.self) {
                return false
            }
            offset &+= 8
        }
        while offset < length {
            if left.load(fromByteOffset: offset, as: UInt8.self) != right.load(fromByteOffset: offset, as: UInt8.self) { return false }
            offset &+= 1
        }
        return true
    }
}
