/// The names and values that travel with a call: an ordered multi-map.
///
/// Names are lower-case. A name ending in `-bin` holds bytes, which travel as base64; any other holds printable ASCII.
/// All entries lie in one array, so that a call without metadata allocates nothing and one with some allocates once.
package struct Metadata: Sendable, Equatable {
    /// Each entry: length of the name (2 bytes), length of the value (4 bytes), name, value as on the wire.
    var bytes: [UInt8] = []
    /// The number of entries; a name may occur more than once.
    package private(set) var count = 0

    static let entryHeader = 6

    package init() {}

    package var isEmpty: Bool { count == 0 }

    /// Adds an entry. The name is lower-cased; it must not be one that the protocol keeps for itself (`grpc-…`, `:…`, `te`, `content-type`).
    /// Bytes that may not stand in a header value are replaced by `?`; use a `-bin` name for what is not printable ASCII.
    package mutating func append(_ name: String, _ value: String) {
        precondition(!name.hasSuffix("-bin"), "\(name) holds bytes: use append(_:binary:)")
        let value = value.utf8.map { $0 >= 0x20 && $0 < 0x7f ? $0 : UInt8(ascii: "?") }
        append(checkedName: name, value: value)
    }

    /// Adds bytes under a name that ends in `-bin`.
    package mutating func append(_ name: String, binary value: [UInt8]) {
        precondition(name.hasSuffix("-bin"), "\(name) holds text: use append(_:_:)")
        append(checkedName: name, value: Base64.encoded(value))
    }

    /// The first value of a name that holds text. Setting replaces all its values; nil removes them.
    package subscript(name: String) -> String? {
        get { first(name) { String(decoding: $0, as: UTF8.self) } }
        set {
            remove(name)
            if let newValue { append(name, newValue) }
        }
    }

    /// All values of a name that holds text, in their order.
    package func values(_ name: String) -> [String] {
        var values: [String] = []
        forEach { key, value in
            if key.elementsEqual(name.utf8) { values.append(String(decoding: value, as: UTF8.self)) }
        }
        return values
    }

    /// The first value of a `-bin` name; nil when there is none or it is not base64.
    package func binary(_ name: String) -> [UInt8]? { binaryValues(name).first }

    /// All values of a `-bin` name. Values joined by commas are taken apart; what is not base64 is left out.
    package func binaryValues(_ name: String) -> [[UInt8]] {
        var values: [[UInt8]] = []
        forEach { key, value in
            guard key.elementsEqual(name.utf8) else { return }
            for part in value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
                if let decoded = Base64.decoded(Slice(base: value, bounds: part.startIndex..<part.endIndex)) { values.append(decoded) }
            }
        }
        return values
    }

    /// Removes every value of a name.
    package mutating func remove(_ name: String) {
        var kept = Metadata()
        forEach { key, value in
            if !key.elementsEqual(name.utf8) { kept.append(rawName: key, rawValue: value) }
        }
        if kept.count != count { self = kept }
    }

    /// Adds all entries of another.
    package mutating func append(contentsOf other: Metadata) {
        bytes += other.bytes
        count += other.count
    }

    // MARK: Raw entries

    /// Visits the entries as on the wire. The buffers are valid during the visit only.
    func forEach(_ body: (_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void) {
        guard count > 0 else { return }
        bytes.withUnsafeBytes { all in
            var offset = 0
            while offset < all.count {
                let nameLength = Int(all.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
                let valueLength = Int(all.loadUnaligned(fromByteOffset: offset + 2, as: UInt32.self))
                let name = offset + Self.entryHeader
                let value = name + nameLength
                body(
                    UnsafeRawBufferPointer(rebasing: all[name..<value]), UnsafeRawBufferPointer(rebasing: all[value..<value + valueLength]))
                offset = value + valueLength
            }
        }
    }

    /// Makes room for entries of so many bytes in all, headers included.
    mutating func reserve(_ byteCount: Int) { bytes.reserveCapacity(bytes.count + byteCount) }

    /// Adds an entry as it came from the wire.
    mutating func append(rawName name: UnsafeRawBufferPointer, rawValue value: UnsafeRawBufferPointer) {
        precondition(name.count <= UInt16.max && value.count <= UInt32.max, "an entry longer than any header list may be")
        // One copy: an entry is put together on the stack unless it is long.
        let size = Self.entryHeader + name.count + value.count
        withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { entry in
            entry.storeBytes(of: UInt16(name.count), as: UInt16.self)
            entry.storeBytes(of: UInt32(value.count), toByteOffset: 2, as: UInt32.self)
            UnsafeMutableRawBufferPointer(rebasing: entry[Self.entryHeader...]).copyMemory(from: name)
            UnsafeMutableRawBufferPointer(rebasing: entry[(Self.entryHeader + name.count)...]).copyMemory(from: value)
            bytes.append(contentsOf: UnsafeRawBufferPointer(entry))
        }
        count += 1
    }

    private mutating func append(checkedName name: String, value: [UInt8]) {
        let name = name.utf8.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
        precondition(Self.isUsable(name), "\(String(decoding: name, as: UTF8.self)) is not a name for metadata")
        name.withUnsafeBytes { name in value.withUnsafeBytes { append(rawName: name, rawValue: $0) } }
    }

    private func first<Result>(_ name: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        var result: Result?
        forEach { key, value in
            if result == nil, key.elementsEqual(name.utf8) { result = body(value) }
        }
        return result
    }
}
