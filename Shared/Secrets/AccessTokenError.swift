/// Why an access token is refused. To the caller all are the same `unauthenticated`; the log may say which.
package enum AccessTokenError: String, Error, Sendable, CaseIterable {
    /// Not three parts of base64url with the members that must be there, or too long.
    case malformed
    /// `alg` is not EdDSA: none, HMAC and the like.
    case wrongAlgorithm
    /// `typ` is not that of an access token.
    case wrongType
    /// The header has a member that could lead the verifier elsewhere (jku, jwk, x5u, crit …).
    case unexpectedHeader
    case unknownKey
    case badSignature
    case wrongAudience
    /// The issuer is not the one that the key belongs to.
    case wrongIssuer
    /// The key may not vouch for this kind of caller, or for this service.
    case notAllowed
    case expired
    /// Issued or valid from a time that has not come.
    case notYetValid
    /// It would live longer than any token may.
    case lifetimeTooLong
}
