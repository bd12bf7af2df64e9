import CSodium

/// One fast keyed hash (BLAKE2b, 32 bytes) for secrets that carry enough chance of their own, such as API keys: without the key the stored
/// hash cannot even be tried.
///
/// What is stored: format (1 byte, 1) · length of the key's id (1 byte) · key's id · hash.
package struct KeyedHasher: Sendable {
    private static let format: UInt8 = 1
    private static let hashBytes = 32

    private let ring: KeyRing

    package init(_ ring: KeyRing) {
        Sodium.prepare()
        self.ring = ring
    }

    /// What to store for a secret.
    package func hash(_ secret: [UInt8]) -> [UInt8] {
        let (id, key) = ring.first
        return [Self.format, UInt8(id.utf8.count)] + Array(id.utf8) + Self.hash(secret, key)
    }

    /// Whether something stored is the hash of this secret. Constant time over the hash; false for a key that is not in the ring.
    package func matches(_ secret: [UInt8], stored: [UInt8]) -> Bool {
        guard stored.count >= 2, stored[0] == Self.format, stored.count == 2 + Int(stored[1]) + Self.hashBytes else { return false }
        let end = 2 + Int(stored[1])
        guard let key = ring.key(String(decoding: stored[2..<end], as: UTF8.self)) else { return false }
        return ConstantTime.areEqual(Array(stored[end...]), Self.hash(secret, key))
    }

    private static func hash(_ secret: [UInt8], _ key: SecureBytes) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: hashBytes)
        key.withPointer { _ = crypto_generichash(&hash, hashBytes, secret, UInt64(secret.count), $0, key.count) }
        return hash
    }
}
