import Messages
import Operations
import RPC
import Secrets
import Synchronization

/// This service's proof of itself: a short token signed with its own key, kept until shortly before it ends.
final class ServiceCredentials: CallCredentials {
    private let service: String
    private let key: SigningKey?
    private let clock: ServiceClock
    private let held = Mutex<(authorization: String, until: Int64)?>(nil)

    private static let lifetimeSeconds: Int64 = 300
    /// A token is renewed this long before it ends, so that a call under way does not outlive it.
    private static let marginSeconds: Int64 = 60

    /// Throws a `StartError` when the key file cannot be read.
    init(service: String, signingKey: Secret?, clock: ServiceClock) throws(StartError) {
        self.service = service
        self.clock = clock
        do {
            key = try signingKey.map { secret throws(SecretsError) in try SigningKey(keyFile: secret.reveal()) }
        } catch {
            throw .configuration("STRATUM_\(service.uppercased())_SIGNING_KEY_FILE names no usable key: \(error).")
        }
    }

    func authorization(for method: MethodDescriptor) async throws -> String? {
        guard let key, method.access.rule != .everyone else { return nil }
        let now = clock.unixSeconds()
        return held.withLock { held in
            if let held, held.until > now, held.until - now <= Self.lifetimeSeconds { return held.authorization }
            let token = AccessToken(
                kind: .service, issuer: service, subject: service, issuedAt: now, expiresAt: now + Self.lifetimeSeconds)
            let authorization = "Bearer " + token.signed(with: key)
            held = (authorization, now + Self.lifetimeSeconds - Self.marginSeconds)
            return authorization
        }
    }
}
