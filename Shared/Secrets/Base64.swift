import CSodium

/// Base64 in the two alphabets of RFC 4648, by libsodium: in constant time, and strict when reading (no white space, no stray bits).
package enum Base64 {
    package enum Alphabet: Sendable {
        /// `+` and `/`, padded (§4).
        case standard
        /// `-` and `_`, not padded (§5): JWT.
        case urlSafe

        fileprivate var variant: Int32 {
            switch self {
            case .standard: Int32(sodium_base64_VARIANT_ORIGINAL)
            case .urlSafe: Int32(sodium_base64_VARIANT_URLSAFE_NO_PADDING)
            }
        }
    }

    package static func encode(_ bytes: [UInt8], _ alphabet: Alphabet) -> String {
        let count = sodium_base64_encoded_len(bytes.count, alphabet.variant)  // with the NUL that follows
        var characters = [CChar](repeating: 0, count: count)
        sodium_bin2base64(&characters, count, bytes, bytes.count, alphabet.variant)
        return String(decoding: characters.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Nil when the text is not exactly what `encode` makes of some bytes.
    package static func decode(_ text: some Collection<UInt8>, _ alphabet: Alphabet) -> [UInt8]? {
        let characters = text.map { CChar(bitPattern: $0) }
        if characters.isEmpty { return [] }
        var bytes = [UInt8](repeating: 0, count: characters.count / 4 * 3 + 3)
        var count = 0
        // Without a place for the end, all characters must belong to it.
        let failure = sodium_base642bin(&bytes, bytes.count, characters, characters.count, nil, &count, nil, alphabet.variant)
        guard failure == 0 else { return nil }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    package static func decode(_ text: String, _ alphabet: Alphabet) -> [UInt8]? {
        decode(text.utf8, alphabet)
    }
}
