/// A SHA-256 digest: 32 bytes held inline, so that keeping and comparing one allocates nothing.
package struct SHA256Digest: Sendable, Hashable {
    /// The digest's bytes in memory order, eight a word.
    private var words: (UInt64, UInt64, UInt64, UInt64)

    package static let byteCount = 32

    /// Nil unless there are exactly 32 bytes.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.byteCount else { return nil }
        words = (0, 0, 0, 0)
        Swift.withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: bytes) }
    }

    /// Nil unless there are exactly 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard let digest = bytes.withUnsafeBytes({ SHA256Digest($0) }) else { return nil }
        self = digest
    }

    /// Made by a function that writes all 32 bytes.
    init(writing body: (UnsafeMutablePointer<UInt8>) -> Void) {
        words = (0, 0, 0, 0)
        Swift.withUnsafeMutableBytes(of: &words) { buffer in
            if let start = buffer.bindMemory(to: UInt8.self).baseAddress { body(start) }
        }
    }

    /// Reads 64 hexadecimal digits of either case; nil for anything else.
    package init?(hex: String) {
        guard hex.utf8.count == 2 * Self.byteCount else { return nil }
        var digits = hex.utf8.makeIterator()
        var bytes: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let isWhole = Swift.withUnsafeMutableBytes(of: &bytes) { buffer in
            for index in 0..<Self.byteCount {
                guard let high = digits.next().flatMap(Hexadecimal.value), let low = digits.next().flatMap(Hexadecimal.value)
                else { return false }
                buffer[index] = high << 4 | low
            }
            return true
        }
        guard isWhole else { return nil }
        words = bytes
    }

    /// Appends 64 lower-case hexadecimal digits.
    package func appendHex(to bytes: inout [UInt8]) {
        withUnsafeBytes { digest in
            for byte in digest {
                bytes.append(Hexadecimal.digit(byte >> 4))
                bytes.append(Hexadecimal.digit(byte & 15))
            }
        }
    }

    /// 64 lower-case hexadecimal digits.
    package var hex: String {
        String(unsafeUninitializedCapacity: 2 * Self.byteCount) { buffer in
            withUnsafeBytes { Hexadecimal.write($0, to: buffer) }
            return 2 * Self.byteCount
        }
    }

    package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// The 32 bytes. The pointer is valid inside the closure only.
    package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: words, body)
    }

    package static func == (one: SHA256Digest, other: SHA256Digest) -> Bool {
        one.words == other.words
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}
