/// What a platform says of credentials that are tried before they are stored.
package enum CredentialTest: Sendable, Hashable {
    /// It takes them; the name it gives the thing they open.
    case accepted(name: String)
    /// It does not take them. One sentence, the platform's.
    case refused(reason: String)
    /// It cannot be asked at the moment. One sentence.
    case unreachable(reason: String)
}
