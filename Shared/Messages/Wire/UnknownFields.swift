/// Fields of a message that its reader does not know, in their binary form and order.
package struct UnknownFields: Sendable, Hashable {
    /// Tags and values, one after another, as they are packed again.
    package var bytes: [UInt8]

    package init(bytes: [UInt8] = []) {
        self.bytes = bytes
    }

    /// Whether there are none.
    package var isEmpty: Bool { bytes.isEmpty }
}
