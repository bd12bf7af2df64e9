/// A secret read from a file: never printed, never compared by accident.
package struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The secret itself. Keep it no longer than it is used.
    package func reveal() -> [UInt8] { bytes }

    /// The secret as text; broken UTF-8 is repaired, so use `reveal` for keys.
    package func revealText() -> String { String(decoding: bytes, as: UTF8.self) }

    package var description: String { "<secret>" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
