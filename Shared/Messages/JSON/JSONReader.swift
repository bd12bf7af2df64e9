/// Reads one message from proto3 JSON, piece by piece as the message asks.
///
/// Borrows the bytes: valid as long as they are. Bounded: in depth, and in the memory that elements of arrays and maps may take.
package struct JSONReader {
    /// How to read.
    package let options: JSONOptions
    let bytes: UnsafeRawBufferPointer
    var position = 0
    private var depth: Int
    private let limits: UnpackLimits
    private var allocationsLeft: Int

    init(_ bytes: UnsafeRawBufferPointer, limits: UnpackLimits, options: JSONOptions) {
        self.bytes = bytes
        self.limits = limits
        self.options = options
        // The outermost message is an object too.
        depth = limits.depth + 1
        allocationsLeft = limits.allocationBytes
    }

    /// An error at this place.
    @inline(never)
    package func error(_ problem: String) -> JSONError {
        JSONError(problem: problem, offset: position)
    }

    /// Takes memory out of the budget.
    @inline(never)
    mutating func charge(_ size: Int) throws(JSONError) {
        allocationsLeft -= size
        if allocationsLeft < 0 { throw error("would take more than \(limits.allocationBytes) bytes of memory") }
    }

    // MARK: Tokens

    /// The next byte that is not white space; nil at the end.
    @inline(never)
    package mutating func peek() -> UInt8? {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0a, 0x0d, 0x09: position += 1
            default: return bytes[position]
            }
        }
        return nil
    }

    /// Moves over `byte` when it comes next.
    @inline(never)
    mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    @inline(never)
    mutating func expect(_ byte: Unicode.Scalar) throws(JSONError) {
        guard take(byte) else { throw error(position < bytes.count ? "\(byte) expected" : "the text ends too early") }
    }

    /// Moves over a word such as `null` when it comes next.
    @inline(never)
    package mutating func take(word: StaticString) -> Bool {
        _ = peek()
        let count = word.utf8CodeUnitCount
        guard bytes.count - position >= count else { return false }
        for index in 0..<count where bytes[position + index] != word.utf8Start[index] { return false }
        position += count
        return true
    }

    /// After the message: nothing but white space may follow.
    @inline(never)
    mutating func expectEnd() throws(JSONError) {
        guard peek() == nil else { throw error("text after the message") }
    }

    // MARK: Structure

    /// Opens an object.
    @inline(never)
    package mutating func beginObject() throws(JSONError) {
        guard peek() == UInt8(ascii: "{") else { throw error("an object expected") }
        try descend()
    }

    /// The name of the next member; nil behind the object's end. `isFirst` is true before the first call and belongs to this object.
    @inline(never)
    package mutating func nextKey(_ isFirst: inout Bool) throws(JSONError) -> String? {
        if take("}") {
            depth += 1
            return nil
        }
        if !isFirst { try expect(",") }
        isFirst = false
        let name = try readString()
        try expect(":")
        return name
    }

    /// Opens an array.
    @inline(never)
    package mutating func beginArray() throws(JSONError) {
        guard peek() == UInt8(ascii: "[") else { throw error("an array expected") }
        try descend()
    }

    /// Whether an element follows; false behind the array's end. `isFirst` as for `nextKey`.
    @inline(never)
    package mutating func nextElement(_ isFirst: inout Bool) throws(JSONError) -> Bool {
        if take("]") {
            depth += 1
            return false
        }
        if !isFirst { try expect(",") }
        isFirst = false
        return true
    }

    private mutating func descend() throws(JSONError) {
        guard depth > 0 else { throw error("nested deeper than \(limits.depth)") }
        depth -= 1
        position += 1
    }

    /// Moves over any value.
    @inline(never)
    package mutating func skipValue() throws(JSONError) {
        switch peek() {
        case UInt8(ascii: "{"):
            try beginObject()
            var isFirst = true
            while try nextKey(&isFirst) != nil { try skipValue() }
        case UInt8(ascii: "["):
            try beginArray()
            var isFirst = true
            while try nextElement(&isFirst) { try skipValue() }
        case UInt8(ascii: "\""): _ = try readString()
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try readBool()
        case UInt8(ascii: "n"):
            guard take(word: "null") else { throw error("a value expected") }
        default: _ = try readNumber()
        }
    }
}
