import CSodium

/// Comparison whose duration says nothing about where two secrets differ.
package enum ConstantTime {
    /// Whether two byte strings are the same. Their lengths are no secret.
    package static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.count == other.count && (one.isEmpty || sodium_memcmp(one, other, one.count) == 0)
    }
}
