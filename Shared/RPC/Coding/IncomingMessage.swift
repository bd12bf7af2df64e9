/// One message as it came in. *Valid* only during the call that hands it over.
struct IncomingMessage {
    let bytes: UnsafeRawBufferPointer
    /// The array in which the message was collected, when it did not come in one piece.
    let collected: [UInt8]?
    /// How many bytes are to be consumed when the message has been taken; the others were consumed as they came.
    let cost: Int

    /// The bytes to keep.
    var kept: [UInt8] {
        if let collected { return collected }
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        kept.append(contentsOf: bytes)
        return kept
    }
}
