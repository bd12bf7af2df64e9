import FoundationEssentials
import Secrets

/// Makes and checks page tokens: where a list goes on, bound to that list and proved to be ours.
struct PageTokens: Sendable {
    /// Which list a token goes on with; one made for another is refused.
    enum List: Equatable, Sendable {
        case tenants
        case apiKeys(tenantID: UUID)

        fileprivate var label: String {
            switch self {
            case .tenants: "tenants"
            case .apiKeys(let tenantID): "api_keys \(tenantID.uuidString)"
            }
        }
    }

    let hasher: KeyedHasher

    /// Positions are slugs and ids.
    private static let positionBytesMax = 64

    /// The token for going on after `position`.
    func token(for position: String, of list: List) -> String {
        precondition((1...Self.positionBytesMax).contains(position.utf8.count), "\(position) is no position")
        return Base64.encode([UInt8(position.utf8.count)] + position.utf8 + hasher.hash(Self.proven(position, list)), .urlSafe)
    }

    /// Where a token says to go on; nil for the empty one, which is the beginning.
    func position(in token: String, of list: List) throws(FieldRefusal) -> String? {
        guard !token.isEmpty else { return nil }
        let refusal = FieldRefusal(field: "page_token", description: "was not made by this list")
        guard token.utf8.count <= 512, let bytes = Base64.decode(token, .urlSafe), let count = bytes.first.map(Int.init),
            (1...Self.positionBytesMax).contains(count), bytes.count > count + 1
        else { throw refusal }
        let position = String(decoding: bytes[1...count], as: UTF8.self)
        guard hasher.matches(Self.proven(position, list), stored: Array(bytes[(count + 1)...])) else { throw refusal }
        return position
    }

    /// Begins unlike any API key, which is hashed under the same key.
    private static func proven(_ position: String, _ list: List) -> [UInt8] {
        Array("page token: \(list.label): \(position)".utf8)
    }
}
