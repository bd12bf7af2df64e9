import CSodium

/// HMAC-SHA-256 (RFC 2104), for what other parties sign or check: proofs of app secrets, webhooks.
package enum HMACSHA256 {
    package static func code(for message: [UInt8], key: [UInt8]) -> SHA256Digest {
        Sodium.prepare()
        var state = crypto_auth_hmacsha256_state()
        crypto_auth_hmacsha256_init(&state, key, key.count)
        crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        defer { sodium_memzero(&state, MemoryLayout.size(ofValue: state)) }
        return SHA256Digest { _ = crypto_auth_hmacsha256_final(&state, $0) }
    }

    /// Compares in constant time.
    package static func isValid(_ code: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
        ConstantTime.areEqual(code, Self.code(for: message, key: key).bytes)
    }
}
