import CProtobufC

/// Looks over packed bytes before protobuf-c reads them: bounds their depth, and finds what protobuf-c reads otherwise than the specification.
struct WireScan {
    let depthLimit: Int

    /// Whether protobuf-c reads these bytes as the specification wants it. When not, `WireRewriter` puts them in other words.
    ///
    /// It does not: a known field with another wire type (it refuses the whole message), groups (refused), a sub-message that occurs twice
    /// (merged wrongly), lengths written in more than five bytes (refused).
    @inline(never)
    func isPlain(
        _ bytes: UnsafeRawBufferPointer, as descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    ) throws(UnpackError) -> Bool {
        try isPlain(bytes, as: descriptor, depth: depthLimit)
    }

    private func isPlain(
        _ bytes: UnsafeRawBufferPointer, as descriptor: UnsafePointer<ProtobufCMessageDescriptor>, depth: Int
    ) throws(UnpackError) -> Bool {
        var cursor = WireCursor(bytes)
        var isPlain = true
        // Sub-messages seen, one bit for each of the first 64 fields.
        var seen: UInt64 = 0
        while let field = try next(&cursor, depth: depth) {
            if field.type == .groupStart || !field.hasShortLength { isPlain = false }
            guard let index = descriptor.pointee.fieldIndex(field.number) else { continue }
            let known = descriptor.pointee.fields + index
            guard known.pointee.accepts(field.type) else {
                isPlain = false
                continue
            }
            guard let message = known.pointee.message else { continue }
            if known.pointee.label != PROTOBUF_C_LABEL_REPEATED {
                let bit: UInt64 = index < 64 ? 1 << UInt64(index) : 0
                if bit == 0 || seen & bit != 0 { isPlain = false }
                seen |= bit
            }
            guard depth > 0 else { throw .tooDeep(limit: depthLimit) }
            if try !self.isPlain(field.value, as: message, depth: depth - 1) { isPlain = false }
        }
        return isPlain
    }

    @inline(__always)
    private func next(_ cursor: inout WireCursor, depth: Int) throws(UnpackError) -> WireCursor.Field? {
        do throws(UnpackError) {
            return try cursor.next(depth: depth)
        } catch {
            if case .tooDeep = error { throw .tooDeep(limit: depthLimit) }
            throw error
        }
    }
}
