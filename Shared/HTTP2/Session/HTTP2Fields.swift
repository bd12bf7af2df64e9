import CNGHTTP2

/// Header fields to send, in nghttp2's own form so that sending makes no strings.
///
/// *Owns* its array and the bytes copied into it; *valid* until `removeAll`. Names and values given as `StaticString` are referred to,
/// others are copied in. nghttp2 copies what is not static when the fields are submitted, so one object can serve many streams in turn.
/// *Confined* to the loop that fills it, unless it is filled once and only read after that.
package final class HTTP2Fields: @unchecked Sendable {
    private(set) var pointer: UnsafeMutablePointer<nghttp2_nv>
    /// The number of fields.
    package private(set) var count = 0
    private var capacity: Int
    private var arena: UnsafeMutableRawPointer
    private var arenaUsed = 0
    private var overflow: [UnsafeMutableRawPointer] = []

    private static let arenaBytes = 1024

    package init(capacity: Int = 16) {
        self.capacity = max(capacity, 1)
        pointer = .allocate(capacity: self.capacity)
        arena = .allocate(byteCount: Self.arenaBytes, alignment: 1)
    }

    deinit {
        pointer.deallocate()
        arena.deallocate()
        for block in overflow { block.deallocate() }
    }

    /// Empties it for the next use.
    package func removeAll() {
        count = 0
        arenaUsed = 0
        if !overflow.isEmpty {
            for block in overflow { block.deallocate() }
            overflow.removeAll()
        }
    }

    /// A field known when the program was written.
    package func append(_ name: StaticString, _ value: StaticString) {
        append(
            nghttp2_nv(
                name: UnsafeMutablePointer(mutating: name.utf8Start), value: UnsafeMutablePointer(mutating: value.utf8Start),
                namelen: name.utf8CodeUnitCount, valuelen: value.utf8CodeUnitCount, flags: Self.bothStatic))
    }

    /// A known name with a value made now. `isSecret` keeps the value out of compression tables (RFC 7541 §7.1.3).
    package func append(_ name: StaticString, _ value: UnsafeRawBufferPointer, isSecret: Bool = false) {
        append(
            nghttp2_nv(
                name: UnsafeMutablePointer(mutating: name.utf8Start), value: keep(value), namelen: name.utf8CodeUnitCount,
                valuelen: value.count, flags: Self.staticName | (isSecret ? Self.noIndex : 0)))
    }

    /// A known name with a value made now.
    package func append(_ name: StaticString, _ value: String, isSecret: Bool = false) {
        var value = value
        value.withUTF8 { append(name, UnsafeRawBufferPointer($0), isSecret: isSecret) }
    }

    /// A name and a value made now.
    package func append(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, isSecret: Bool = false) {
        append(
            nghttp2_nv(
                name: keep(name), value: keep(value), namelen: name.count, valuelen: value.count, flags: isSecret ? Self.noIndex : 0))
    }

    private static let bothStatic = UInt8(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue)
    private static let staticName = UInt8(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue)
    private static let noIndex = UInt8(NGHTTP2_NV_FLAG_NO_INDEX.rawValue)

    private func append(_ field: nghttp2_nv) {
        if count == capacity {
            let larger = UnsafeMutablePointer<nghttp2_nv>.allocate(capacity: capacity * 2)
            larger.moveInitialize(from: pointer, count: count)
            pointer.deallocate()
            pointer = larger
            capacity *= 2
        }
        (pointer + count).initialize(to: field)
        count += 1
    }

    private func keep(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutablePointer<UInt8> {
        let place: UnsafeMutableRawPointer
        if bytes.count <= Self.arenaBytes - arenaUsed {
            place = arena + arenaUsed
            arenaUsed += bytes.count
        } else {
            place = .allocate(byteCount: max(bytes.count, 1), alignment: 1)
            overflow.append(place)
        }
        if let base = bytes.baseAddress { place.copyMemory(from: base, byteCount: bytes.count) }
        return place.assumingMemoryBound(to: UInt8.self)
    }
}
