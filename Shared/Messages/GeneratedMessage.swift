/// What the generator adds to a message: its way into protobuf-c's struct and out of it, and its JSON fields.
package protocol GeneratedMessage: Message, JSONValue {
    /// protobuf-c's descriptor of the message: a `ProtobufCMessageDescriptor` that lives as long as the process.
    static var descriptor: UnsafeRawPointer { get }

    /// Fills protobuf-c's struct at `memory`, zeroed and with its descriptor set. The struct borrows from `self` and from `arena`: it is valid
    /// while both live and the value is not changed.
    func fill(_ memory: UnsafeMutableRawPointer, from arena: Arena)

    /// Copies protobuf-c's struct at `memory`. Nothing of it is kept. Throws for a string that is not UTF-8 and for too much memory.
    init(copying memory: UnsafeRawPointer, in arena: Arena) throws(UnpackError)

    /// Writes the fields of the JSON object, without its braces.
    func writeJSONFields(to json: inout JSONWriter) throws(JSONError)

    /// Reads the value of the JSON field `name`; the field's number, or 0 when the message knows no such field and nothing was read.
    mutating func readJSON(field name: String, from json: inout JSONReader) throws(JSONError) -> Int32
}

// The generic parts are small on purpose: they are compiled once for each message.
extension GeneratedMessage {
    package func packed(headroom: Int) -> [UInt8] {
        let arena = Arena.begin(budget: .max)
        defer { arena.end() }
        // The struct borrows from this value.
        return withExtendedLifetime(self) { arena.pack(arena.message(self), headroom: headroom) }
    }

    package init(unpacking bytes: UnsafeRawBufferPointer, limits: UnpackLimits) throws(UnpackError) {
        guard bytes.count <= limits.bytes else { throw .tooLong(limit: limits.bytes) }
        let arena = Arena.begin(budget: limits.allocationBytes)
        defer { arena.end() }
        try self.init(copying: arena.unpack(bytes, as: Self.descriptor, depth: limits.depth), in: arena)
    }
}
