/// The text of a key file: one key a line, `id base64`, with `#` before comments.
///
/// An id is 1 to 64 letters, digits, dots, dashes, underscores or colons. A key's bytes are copied into secure memory at once.
enum KeyFile {
    static func keys(_ text: [UInt8], bytesEach: Int) throws(SecretsError) -> [(id: String, key: SecureBytes)] {
        var keys: [(id: String, key: SecureBytes)] = []
        for (index, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
            guard let first = words.first, first.first != UInt8(ascii: "#") else { continue }
            guard words.count == 2, isID(first), let key = Base64.decode(words[1], .standard) else { throw .malformedKeyLine(index + 1) }
            let id = String(decoding: first, as: UTF8.self)
            guard key.count == bytesEach else { throw .wrongKeyLength(id: id, bytes: key.count, expected: bytesEach) }
            guard !keys.contains(where: { $0.id == id }) else { throw .duplicateKey(id: id) }
            keys.append((id, SecureBytes(key)))
        }
        guard !keys.isEmpty else { throw .noKeys }
        return keys
    }

    /// A line with a random key of so many bytes, newline included.
    static func line(id: String, bytes: Int) -> String {
        precondition(isID(Array(id.utf8)[...]), "\(id) is no id of a key")
        return "\(id) \(Base64.encode(RandomBytes.make(bytes), .standard))\n"
    }

    static func isID(_ bytes: some Collection<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.count <= 64
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"):
                    true
                default: false
                }
            }
    }
}
