import CSodium

/// The public half of a signing key, and what it is trusted to sign.
package struct VerifyingKey: Sendable, Hashable {
    /// The `kid` of what was signed with it.
    package let id: String
    /// 32 bytes.
    package let publicKey: [UInt8]
    /// The only issuer it may sign for: `identity`, `events`.
    package let issuer: String
    /// The only kinds of caller it may vouch for. A service's own key vouches for that service alone.
    package let kinds: Set<AccessToken.Kind>
    /// Tokens of this key are refused from then on, in Unix seconds; nil while it signs.
    package let notAfter: Int64?

    /// Nil unless the public key has 32 bytes.
    package init?(id: String, publicKey: [UInt8], issuer: String, kinds: Set<AccessToken.Kind>, notAfter: Int64? = nil) {
        guard publicKey.count == Int(crypto_sign_PUBLICKEYBYTES) else { return nil }
        Sodium.prepare()
        self.id = id
        self.publicKey = publicKey
        self.issuer = issuer
        self.kinds = kinds
        self.notAfter = notAfter
    }

    /// The public keys of services: one a line, `service:kid base64`, where what stands before the colon is the service's name.
    package static func services(keyFile text: [UInt8]) throws(SecretsError) -> [VerifyingKey] {
        try KeyFile.keys(text, bytesEach: Int(crypto_sign_PUBLICKEYBYTES)).compactMap { id, key in
            let service = id.prefix { $0 != ":" }
            return VerifyingKey(id: id, publicKey: key.bytes, issuer: String(service), kinds: [.service])
        }
    }

    package func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        signature.count == Int(crypto_sign_BYTES)
            && crypto_sign_verify_detached(signature, message, UInt64(message.count), publicKey) == 0
    }
}
