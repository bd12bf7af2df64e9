import CProtobufC

/// Puts packed bytes in other words that protobuf-c reads as the specification wants the original to be read.
///
/// Bytes must have passed `WireScan`, which bounds their depth.
struct WireRewriter {
    /// Marks the number of a field that is known under another wire type: to protobuf-c it is unknown. Legal numbers are below it.
    static let otherTypeMark: UInt32 = 1 << 29
    /// Marks the number of a group, carried as a length-delimited field that holds what lies between the tags, and the end tag.
    static let groupMark: UInt32 = 1 << 30

    private var out: [UInt8] = []
    private let arena: Arena

    private init(arena: Arena) {
        self.arena = arena
    }

    /// The rewritten bytes. What is copied on the way counts against the arena's budget.
    @inline(never)
    static func rewrite(
        _ bytes: UnsafeRawBufferPointer, as descriptor: UnsafePointer<ProtobufCMessageDescriptor>, arena: Arena
    ) throws(UnpackError) -> [UInt8] {
        var rewriter = WireRewriter(arena: arena)
        try arena.charge(bytes.count, of: UInt8.self)
        rewriter.out.reserveCapacity(bytes.count + 64)
        try rewriter.rewrite(bytes, as: descriptor)
        return rewriter.out
    }

    /// A sub-message that occurs more than once: its occurrences so far, one behind the other, which is their merger.
    private struct Merger {
        var occurrences = 0
        var written = 0
        var bytes: [UInt8] = []
    }

    private mutating func rewrite(
        _ bytes: UnsafeRawBufferPointer, as descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    ) throws(UnpackError) {
        var mergers = try mergers(bytes, as: descriptor)
        var cursor = WireCursor(bytes)
        while let field = try cursor.next(depth: .max) {
            if field.type == .groupStart {
                write(number: field.number | Self.groupMark, type: .lengthDelimited)
                write(varint: UInt64(field.raw.count))
                out.append(contentsOf: field.raw)
                continue
            }
            guard let index = descriptor.pointee.fieldIndex(field.number) else {
                write(field, number: field.number)
                continue
            }
            let known = descriptor.pointee.fields[index]
            guard known.accepts(field.type) else {
                write(field, number: field.number | Self.otherTypeMark)
                continue
            }
            guard let message = known.message else {
                write(field, number: field.number)
                continue
            }
            guard let merger = mergers[index] else {
                try writeMessage(number: field.number) { rewriter throws(UnpackError) in try rewriter.rewrite(field.value, as: message) }
                continue
            }
            mergers[index]?.written += 1
            guard merger.written + 1 == merger.occurrences else { continue }
            try writeMessage(number: field.number) { rewriter throws(UnpackError) in
                try merger.bytes.withUnsafeBufferPointer { buffer throws(UnpackError) in
                    try rewriter.rewrite(UnsafeRawBufferPointer(buffer), as: message)
                }
            }
        }
    }

    /// The merged sub-messages of one message, by the index of their field. Fields that occur once are not among them.
    private func mergers(
        _ bytes: UnsafeRawBufferPointer, as descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    ) throws(UnpackError) -> [Int: Merger] {
        var counts: [Int: Int] = [:]
        var cursor = WireCursor(bytes)
        while let field = try cursor.next(depth: .max) {
            guard let index = Self.singularMessage(field, in: descriptor) else { continue }
            counts[index, default: 0] += 1
        }
        counts = counts.filter { $0.value > 1 }
        guard !counts.isEmpty else { return [:] }
        var mergers = counts.mapValues { Merger(occurrences: $0) }
        cursor = WireCursor(bytes)
        while let field = try cursor.next(depth: .max) {
            if let index = descriptor.pointee.fieldIndex(field.number), descriptor.pointee.fields[index].accepts(field.type) {
                forgetOtherMembers(than: index, in: descriptor, &mergers)
            }
            guard let index = Self.singularMessage(field, in: descriptor), mergers[index] != nil else { continue }
            try arena.charge(field.value.count, of: UInt8.self)
            mergers[index]?.bytes.append(contentsOf: field.value)
        }
        return mergers
    }

    /// A member of a oneof takes the place of the other members.
    private func forgetOtherMembers(
        than index: Int, in descriptor: UnsafePointer<ProtobufCMessageDescriptor>, _ mergers: inout [Int: Merger]
    ) {
        let field = descriptor.pointee.fields[index]
        guard field.isMember else { return }
        for other in mergers.keys where other != index {
            let candidate = descriptor.pointee.fields[other]
            if candidate.isMember, candidate.quantifier_offset == field.quantifier_offset { mergers[other]?.bytes = [] }
        }
    }

    private static func singularMessage(
        _ field: WireCursor.Field, in descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    ) -> Int? {
        guard field.type == .lengthDelimited, let index = descriptor.pointee.fieldIndex(field.number) else { return nil }
        let known = descriptor.pointee.fields[index]
        return known.message != nil && known.label != PROTOBUF_C_LABEL_REPEATED ? index : nil
    }

    // MARK: Writing

    /// A message whose length is not known before: five bytes are kept for it, which is a legal if long way to write it.
    private mutating func writeMessage(
        number: UInt32, _ body: (inout WireRewriter) throws(UnpackError) -> Void
    ) throws(UnpackError) {
        write(number: number, type: .lengthDelimited)
        let start = out.count
        out.append(contentsOf: [0x80, 0x80, 0x80, 0x80, 0x00])
        try body(&self)
        var length = UInt64(out.count - start - 5)
        for index in 0..<5 {
            out[start + index] |= UInt8(length & 0x7f)
            length >>= 7
        }
    }

    private mutating func write(_ field: WireCursor.Field, number: UInt32) {
        write(number: number, type: field.type)
        if field.type == .lengthDelimited { write(varint: UInt64(field.value.count)) }
        out.append(contentsOf: field.value)
    }

    private mutating func write(number: UInt32, type: WireType) {
        write(varint: UInt64(number) << 3 | UInt64(type.rawValue))
    }

    private mutating func write(varint value: UInt64) {
        out.appendVarint(value)
    }
}
