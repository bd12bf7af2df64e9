import Glibc

/// The inside of a JSON string as it stands in the source. Valid as long as the reader's bytes.
struct JSONText {
    let bytes: UnsafeRawBufferPointer
    let hasEscapes: Bool

    /// Whether it is written the same way.
    func isSame(as other: JSONText) -> Bool {
        bytes.count == other.bytes.count && (bytes.isEmpty || memcmp(bytes.baseAddress!, other.bytes.baseAddress!, bytes.count) == 0)
    }

    /// The text with its escapes resolved.
    var string: String {
        guard hasEscapes else { return String(decoding: bytes, as: UTF8.self) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                index += 1
                continue
            }
            let escape = bytes[index + 1]
            index += 2
            guard escape == UInt8(ascii: "u") else {
                text.append(Self.meaning(of: escape))
                continue
            }
            var unit = hexadecimal(at: index)
            index += 4
            if unit & 0xFC00 == 0xD800 {
                // The reader has seen that the second half follows.
                unit = 0x10000 + (unit & 0x3FF) << 10 + hexadecimal(at: index + 2) & 0x3FF
                index += 6
            }
            text.append(contentsOf: String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
        }
        return String(decoding: text, as: UTF8.self)
    }

    private func hexadecimal(at start: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 << 4 | UInt32(JSONReader.hexadecimal(bytes[start + $1]) ?? 0) }
    }

    private static func meaning(of escape: UInt8) -> UInt8 {
        switch escape {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: escape
        }
    }
}
