import Advertising
import FoundationEssentials
import Messages
import Secrets

/// Seals credentials for storage and opens them again, bound to the tenant and the platform: elsewhere the bytes are worthless.
struct CredentialsSealer: Sendable {
    /// Sealed bytes, and the id of the key that they were sealed under.
    struct Sealed: Equatable, Sendable {
        let bytes: [UInt8]
        let keyID: String
    }

    private let sealer: Sealer
    /// The key that seals; the ring's others only open.
    let keyID: String

    init(_ ring: KeyRing) {
        sealer = Sealer(ring)
        keyID = ring.ids[0]
    }

    func seal(_ credentials: EventsCredentials, tenantID: UUID) -> Sealed {
        let message = IntegrationsV1.EventsCredentials(credentials)
        return Sealed(bytes: sealer.seal(message.packed(headroom: 0), for: Self.context(tenantID, credentials.platform)), keyID: keyID)
    }

    /// Throws when the bytes were changed, moved here from another tenant or platform, or sealed under a key that is gone.
    func open(_ sealed: [UInt8], tenantID: UUID, platform: Platform) throws -> EventsCredentials {
        let bytes = try sealer.open(sealed, for: Self.context(tenantID, platform))
        let message = try bytes.withUnsafeBytes { try IntegrationsV1.EventsCredentials(unpacking: $0, limits: .default) }
        guard let credentials = EventsCredentials(stored: message), credentials.platform == platform else {
            throw StoredValueError(column: "sealed_credentials")
        }
        return credentials
    }

    private static func context(_ tenantID: UUID, _ platform: Platform) -> SealContext {
        SealContext(tenant: tenantID.uuidString.lowercased(), purpose: "connections.sealed_credentials.\(platform.rawValue).events")
    }
}

extension EventsCredentials {
    /// Credentials out of the database; they were checked before they went in.
    fileprivate init?(stored message: IntegrationsV1.EventsCredentials) {
        switch message.platform {
        case .meta(let meta): self = .meta(MetaEventsCredentials(storedPixelID: meta.pixelID, accessToken: meta.accessToken))
        case nil: return nil
        }
    }
}

extension IntegrationsV1.EventsCredentials {
    init(_ credentials: EventsCredentials) {
        switch credentials {
        case .meta(let meta):
            self.init(platform: .meta(IntegrationsV1.MetaEventsCredentials(pixelID: meta.pixelID, accessToken: meta.accessToken)))
        }
    }
}
