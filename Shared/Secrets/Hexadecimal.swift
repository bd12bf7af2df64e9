/// Hexadecimal digits without allocation.
package enum Hexadecimal {
    /// The digit of a value below 16.
    static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }

    /// The value of a digit of either case.
    static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Writes two lower-case digits a byte; `buffer` has room for them.
    static func write(_ bytes: UnsafeRawBufferPointer, to buffer: UnsafeMutableBufferPointer<UInt8>) {
        precondition(buffer.count >= 2 * bytes.count, "no room for the digits")
        for index in 0..<bytes.count {
            buffer[2 * index] = digit(bytes[index] >> 4)
            buffer[2 * index + 1] = digit(bytes[index] & 15)
        }
    }

    /// Two lower-case digits a byte.
    package static func text(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count) { buffer in
            bytes.withUnsafeBytes { write($0, to: buffer) }
            return 2 * bytes.count
        }
    }
}
