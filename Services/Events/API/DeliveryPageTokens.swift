import Advertising
import FoundationEssentials
import RPC
import Secrets

/// Page tokens of a list of deliveries: where it goes on, bound to the tenant and to the filter it was made for.
///
/// Not proved by a key: a token that somebody makes up only chooses a place in his own list.
struct DeliveryPageTokens: Sendable {
    private let fingerprint: [UInt8]

    private static let fingerprintLength = 8

    init(tenantID: UUID, filter: DeliveryFilter) {
        let parts = [
            tenantID.uuidString, filter.platform?.rawValue ?? "", filter.status?.rawValue ?? "",
            filter.acceptedAfter.map { "\($0.unixMicroseconds)" } ?? "", filter.eventID ?? "",
        ]
        fingerprint = Array(SHA256.digest(of: parts.joined(separator: "\n")).bytes.prefix(Self.fingerprintLength))
    }

    /// The token for going on after a delivery.
    func token(after id: DeliveryID) -> String {
        Base64.encode(fingerprint + id.description.utf8, .urlSafe)
    }

    /// Where a token says to go on; nil for the empty one, which is the beginning.
    func position(in token: String) throws(RPCError) -> DeliveryID? {
        guard !token.isEmpty else { return nil }
        guard token.utf8.count <= 256, let bytes = Base64.decode(token, .urlSafe), bytes.starts(with: fingerprint),
            let id = DeliveryID(String(decoding: bytes.dropFirst(Self.fingerprintLength), as: UTF8.self))
        else { throw .invalidArgument(field: "page_token", "was not made by this list") }
        return id
    }
}
