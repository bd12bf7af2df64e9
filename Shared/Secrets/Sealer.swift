import CSodium

/// Seals secrets for storage: XChaCha20-Poly1305 (IETF) under the first key of a ring, bound to tenant and purpose.
///
/// What is stored: format (1 byte, 1) · length of the key's id (1 byte) · key's id · nonce (24 random bytes) · ciphertext with its tag of
/// 16 bytes. All before the nonce is authenticated too. The same secret never seals to the same bytes twice.
package struct Sealer: Sendable {
    private static let format: UInt8 = 1
    private static let nonceBytes = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    private static let tagBytes = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)

    private let ring: KeyRing

    package init(_ ring: KeyRing) {
        Sodium.prepare()
        self.ring = ring
    }

    package func seal(_ plain: [UInt8], for context: SealContext) -> [UInt8] {
        let (id, key) = ring.first
        let header = [Self.format, UInt8(id.utf8.count)] + Array(id.utf8)
        let nonce = RandomBytes.make(Self.nonceBytes)
        let associated = header + context.bytes
        var cipher = [UInt8](repeating: 0, count: plain.count + Self.tagBytes)
        key.withPointer { key in
            _ = crypto_aead_xchacha20poly1305_ietf_encrypt(
                &cipher, nil, plain, UInt64(plain.count), associated, UInt64(associated.count), nil, nonce, key)
        }
        return header + nonce + cipher
    }

    package func seal(_ text: String, for context: SealContext) -> [UInt8] {
        seal(Array(text.utf8), for: context)
    }

    /// Opens what was sealed for this very context.
    package func open(_ sealed: [UInt8], for context: SealContext) throws(SecretsError) -> [UInt8] {
        let id = try keyID(of: sealed)
        guard let key = ring.key(id) else { throw .unknownKey(id: id) }
        let headerCount = 2 + id.utf8.count
        let associated = Array(sealed[..<headerCount]) + context.bytes
        let nonce = Array(sealed[headerCount..<headerCount + Self.nonceBytes])
        let cipher = Array(sealed[(headerCount + Self.nonceBytes)...])
        var plain = [UInt8](repeating: 0, count: cipher.count - Self.tagBytes)
        let failure = key.withPointer { key in
            crypto_aead_xchacha20poly1305_ietf_decrypt(
                &plain, nil, nil, cipher, UInt64(cipher.count), associated, UInt64(associated.count), nonce, key)
        }
        guard failure == 0 else { throw .notAuthentic(keyID: id) }
        return plain
    }

    package func openText(_ sealed: [UInt8], for context: SealContext) throws(SecretsError) -> String {
        String(decoding: try open(sealed, for: context), as: UTF8.self)
    }

    /// The id of the key that something was sealed under.
    package func keyID(of sealed: [UInt8]) throws(SecretsError) -> String {
        guard sealed.count >= 2, sealed[0] == Self.format else { throw .notSealed }
        let end = 2 + Int(sealed[1])
        guard sealed.count >= end + Self.nonceBytes + Self.tagBytes, KeyFile.isID(sealed[2..<end]) else { throw .notSealed }
        return String(decoding: sealed[2..<end], as: UTF8.self)
    }

    /// Whether it should be sealed again, because another key than the first was used.
    package func isStale(_ sealed: [UInt8]) -> Bool {
        (try? keyID(of: sealed)) != ring.first.id
    }
}
