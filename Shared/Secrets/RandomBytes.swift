import CSodium

/// Randomness fit for keys, from the system through libsodium.
package enum RandomBytes {
    package static func make(_ count: Int) -> [UInt8] {
        Sodium.prepare()
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        return bytes
    }
}
