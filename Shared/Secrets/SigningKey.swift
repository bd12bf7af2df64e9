import CSodium

/// An Ed25519 key that signs access tokens (RFC 8032). Its file holds one line, `kid base64`, the 32 bytes being the seed.
package struct SigningKey: Sendable {
    package static let seedBytes = Int(crypto_sign_SEEDBYTES)

    /// The `kid` of what it signs.
    package let id: String
    /// 32 bytes.
    package let publicKey: [UInt8]
    private let secretKey: SecureBytes

    /// Reads a key file; the first key in it signs.
    package init(keyFile text: [UInt8]) throws(SecretsError) {
        let keys = try KeyFile.keys(text, bytesEach: Self.seedBytes)
        self.init(id: keys[0].id, seed: keys[0].key)
    }

    /// All keys of a key file, in its order: who publishes the verifying halves lists those that sign later or signed before as well.
    package static func all(keyFile text: [UInt8]) throws(SecretsError) -> [SigningKey] {
        try KeyFile.keys(text, bytesEach: seedBytes).map { SigningKey(id: $0.id, seed: $0.key) }
    }

    private init(id: String, seed: SecureBytes) {
        Sodium.prepare()
        self.id = id
        var publicKey = [UInt8](repeating: 0, count: Int(crypto_sign_PUBLICKEYBYTES))
        var secretKey = [UInt8](repeating: 0, count: Int(crypto_sign_SECRETKEYBYTES))
        seed.withPointer { _ = crypto_sign_seed_keypair(&publicKey, &secretKey, $0) }
        self.publicKey = publicKey
        self.secretKey = SecureBytes(secretKey)
        sodium_memzero(&secretKey, secretKey.count)
    }

    /// The text of a key file with a random key.
    package static func randomLine(id: String) -> String {
        KeyFile.line(id: id, bytes: seedBytes)
    }

    /// A line for a file of public keys: `kid base64`.
    package var publicLine: String { "\(id) \(Base64.encode(publicKey, .standard))\n" }

    /// 64 bytes.
    package func signature(of message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Int(crypto_sign_BYTES))
        secretKey.withPointer { _ = crypto_sign_detached(&signature, nil, message, UInt64(message.count), $0) }
        return signature
    }
}
