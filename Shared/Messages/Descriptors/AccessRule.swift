/// Who may call a method.
package enum AccessRule: Sendable, Hashable {
    /// Anyone, without a token.
    case everyone
    /// Any caller with a valid access token.
    case signedIn
    /// A caller whose token carries this permission.
    case permission(String)
    /// Stratum's own operators.
    case staff
    /// These services only.
    case services([String])
}
