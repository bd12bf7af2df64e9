/// What is wrong with a secret, a key file or something sealed. Names keys by their id, never shows one.
package enum SecretsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A line of a key file is not `id base64`. Lines are counted from 1.
    case malformedKeyLine(Int)
    /// A key has another length than it must.
    case wrongKeyLength(id: String, bytes: Int, expected: Int)
    case duplicateKey(id: String)
    case noKeys
    /// The bytes were not made by a `Sealer`, or cut.
    case notSealed
    /// Sealed under a key that is not in the ring.
    case unknownKey(id: String)
    /// Changed, or sealed for another tenant or purpose.
    case notAuthentic(keyID: String)

    package var description: String {
        switch self {
        case .malformedKeyLine(let line): "line \(line) is not an id and a key in base64"
        case .wrongKeyLength(let id, let bytes, let expected): "the key \(id) has \(bytes) bytes and not \(expected)"
        case .duplicateKey(let id): "the key \(id) is there twice"
        case .noKeys: "there is no key"
        case .notSealed: "not a sealed secret"
        case .unknownKey(let id): "sealed under the key \(id), which is not in the key ring"
        case .notAuthentic(let id): "not what was sealed under the key \(id) for this tenant and purpose"
        }
    }
}
