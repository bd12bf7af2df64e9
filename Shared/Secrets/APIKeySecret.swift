/// The secret with which a program asks for access tokens: `stratum_<prefix>_<secret>`.
///
/// The prefix (8 characters, 40 random bits) finds the key's row and may be shown; the secret has 32 characters (160 random bits) and a
/// check of 6, so that a slip of the keyboard is told from an unknown key without asking the database. All in base32, lower-case (RFC 4648
/// §6).
package struct APIKeySecret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package enum Flaw: Error, Sendable {
        /// Not of this form at all.
        case malformed
        /// Of this form, but the check does not fit: mistyped or cut.
        case mistyped
    }

    private static let lead = "stratum"
    private static let prefixCount = 8
    private static let secretCount = 32
    private static let checkCount = 6
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    /// What finds the row and may be shown: `stratum_abcdefgh`.
    package let prefix: String
    private let secret: String

    /// A key that never was before.
    package static func generate() -> APIKeySecret {
        let letters = RandomBytes.make(prefixCount + secretCount).map { alphabet[Int($0 & 31)] }
        let prefix = "\(lead)_" + String(decoding: letters[..<prefixCount], as: UTF8.self)
        let body = String(decoding: letters[prefixCount...], as: UTF8.self)
        return APIKeySecret(prefix: prefix, secret: body + check("\(prefix)_\(body)"))
    }

    /// Reads a key as a person or a program gave it.
    package static func parse(_ text: String) throws(Flaw) -> APIKeySecret {
        guard text.utf8.count == lead.utf8.count + prefixCount + secretCount + checkCount + 2 else { throw .malformed }
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == lead, parts[1].utf8.count == prefixCount, parts[2].utf8.count == secretCount + checkCount,
            (parts[1].utf8 + Array(parts[2].utf8)).allSatisfy(alphabet.contains)
        else { throw .malformed }
        let prefix = "\(lead)_\(parts[1])"
        let expected = check("\(prefix)_\(parts[2].dropLast(checkCount))")
        guard parts[2].hasSuffix(expected) else { throw .mistyped }
        return APIKeySecret(prefix: prefix, secret: String(parts[2]))
    }

    private init(prefix: String, secret: String) {
        self.prefix = prefix
        self.secret = secret
    }

    /// The whole key, to be shown once or hashed.
    package func reveal() -> String { "\(prefix)_\(secret)" }

    package var description: String { "\(prefix)_…" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Six characters of the SHA-256 of all before them.
    private static func check(_ text: String) -> String {
        String(decoding: SHA256.digest(of: text).bytes.prefix(checkCount).map { alphabet[Int($0 & 31)] }, as: UTF8.self)
    }
}
