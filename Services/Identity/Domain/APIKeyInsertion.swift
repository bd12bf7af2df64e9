/// What became of making an API key.
enum APIKeyInsertion: Equatable, Sendable {
    case inserted
    /// Another key begins alike: make another.
    case prefixTaken
    /// The tenant has as many working keys as it may.
    case tooMany
    /// The API key that asks for it was revoked.
    case issuerRevoked
    /// There is no such tenant.
    case tenantUnknown
}
