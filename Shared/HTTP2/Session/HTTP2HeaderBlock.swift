import CNGHTTP2

/// The header fields of one block as they came in: read in place, without a string or a copy for each.
///
/// *Owns* a reference to each of nghttp2's buffers. *Valid* only during the call that hands it over: a connection has one of these and uses it
/// for every block, which is possible because header blocks do not interleave (RFC 9113 §4.3). *Confined* to the connection's loop.
package final class HTTP2HeaderBlock {
    private struct Entry {
        let name: UnsafeRawBufferPointer
        let value: UnsafeRawBufferPointer
        let nameBuffer: OpaquePointer
        let valueBuffer: OpaquePointer
    }

    private var entries: UnsafeMutablePointer<Entry>
    private var capacity = 16
    /// The number of fields kept.
    package private(set) var count = 0
    /// The size as RFC 9113 §10.5.1 counts it: name + value + 32 for each field, those not kept included.
    package private(set) var listBytes = 0
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
        entries = .allocate(capacity: capacity)
    }

    deinit {
        removeAll()
        entries.deallocate()
    }

    /// Whether the list was larger than the limit; what came after that point was not kept.
    package var isOverLimit: Bool { listBytes > limit }

    /// The name of a field, lower-case. Valid as long as the block.
    package func name(at index: Int) -> UnsafeRawBufferPointer { entries[index].name }

    /// The value of a field. Valid as long as the block.
    package func value(at index: Int) -> UnsafeRawBufferPointer { entries[index].value }

    /// The first value of a name; nil when there is none. Valid as long as the block.
    package func value(of name: StaticString) -> UnsafeRawBufferPointer? {
        for index in 0..<count where self.name(at: index).equals(name) { return value(at: index) }
        return nil
    }

    // MARK: Filling

    func removeAll() {
        for index in 0..<count {
            nghttp2_rcbuf_decref(entries[index].nameBuffer)
            nghttp2_rcbuf_decref(entries[index].valueBuffer)
        }
        count = 0
        listBytes = 0
    }

    func append(name nameBuffer: OpaquePointer, value valueBuffer: OpaquePointer) {
        let name = nghttp2_rcbuf_get_buf(nameBuffer)
        let value = nghttp2_rcbuf_get_buf(valueBuffer)
        listBytes += name.len + value.len + 32
        guard listBytes <= limit else { return }
        if count == capacity { grow() }
        nghttp2_rcbuf_incref(nameBuffer)
        nghttp2_rcbuf_incref(valueBuffer)
        (entries + count).initialize(
            to: Entry(
                name: UnsafeRawBufferPointer(start: name.base, count: name.len),
                value: UnsafeRawBufferPointer(start: value.base, count: value.len), nameBuffer: nameBuffer, valueBuffer: valueBuffer))
        count += 1
    }

    private func grow() {
        let larger = UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: entries, count: count)
        entries.deallocate()
        entries = larger
        capacity *= 2
    }
}
