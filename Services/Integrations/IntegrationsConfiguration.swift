import Operations
import Platforms
import Postgres
import Secrets

/// Integrations' settings.
struct IntegrationsConfiguration: Sendable {
    let database: PostgresSettings
    /// Seals credentials at rest: the first of the ring. The others open what was sealed before.
    let sealingKeys: KeyRing
    /// Where events takes calls.
    let eventsAddress: NetworkAddress
    /// Where Meta's Graph API is, and which version of it is spoken.
    let meta: MetaConfiguration

    init(_ environment: Environment) throws(StartError) {
        let prefix = environment.prefix
        database = try PostgresSettings(environment, loops: 1)
        let keys = try environment.secret(
            prefix + "SEALING_KEYS_FILE", "The keys that seal credentials, a line each: `id base64(32 bytes)`; the first seals, all open.")
        do {
            sealingKeys = try KeyRing(keyFile: keys.reveal())
        } catch {
            throw .configuration("\(prefix)SEALING_KEYS_FILE names no usable keys: \(error).")
        }
        eventsAddress = try environment.address(
            prefix + "EVENTS_ADDRESS", default: NetworkAddress(host: "127.0.0.1", port: 7405), "Where events takes calls.")
        meta = MetaConfiguration(
            baseURL: try environment.string(
                prefix + "META_BASE_URL", default: "https://graph.facebook.com", "Where Meta's Graph API is, without the version."),
            version: try environment.string(prefix + "META_API_VERSION", default: "v25.0", "The version of Meta's Graph API."),
            timeout: try environment.duration(
                prefix + "META_TIMEOUT_SECONDS", default: .seconds(5), in: .seconds(1) ... .seconds(60),
                "How long Meta may take to answer when credentials are tried."))
    }
}
