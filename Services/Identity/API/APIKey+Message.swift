import FoundationEssentials
import Messages

extension IdentityV1.APIKey {
    init(_ key: APIKey) {
        self.init()
        id = key.id.uuidString.lowercased()
        displayName = key.displayName
        prefix = key.prefix
        scopes = key.scopes.texts
        createdAt = GoogleProtobuf.Timestamp(key.createdAt)
        revokedAt = key.revokedAt.map { GoogleProtobuf.Timestamp($0) }
        lastUsedAt = key.lastUsedAt.map { GoogleProtobuf.Timestamp($0) }
    }
}
