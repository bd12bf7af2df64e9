/// Symmetric keys of 32 bytes by id. The first is the one that is used, the others still open what was made with them.
///
/// Changing a key: put the next one first, restart, make everything again under it, then take the old line out.
package struct KeyRing: Sendable {
    package static let keyBytes = 32

    private let keys: [(id: String, key: SecureBytes)]

    /// Reads a key file: one key a line, `id base64`, `#` before comments.
    package init(keyFile text: [UInt8]) throws(SecretsError) {
        keys = try KeyFile.keys(text, bytesEach: Self.keyBytes)
    }

    /// A line for a key file, with a random key.
    package static func randomLine(id: String) -> String {
        KeyFile.line(id: id, bytes: keyBytes)
    }

    package var ids: [String] { keys.map(\.id) }

    var first: (id: String, key: SecureBytes) { keys[0] }

    func key(_ id: String) -> SecureBytes? {
        keys.first { $0.id == id }?.key
    }
}
