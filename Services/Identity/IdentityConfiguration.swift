import Operations
import Postgres
import Secrets

/// Identity's settings.
struct IdentityConfiguration: Sendable {
    let database: PostgresSettings
    /// Signs access tokens: the first of the ring. The others are published with it.
    let tokenKeys: [SigningKey]
    /// How long an access token lives.
    let accessTokenLifetime: Duration
    /// The keys under which API keys are hashed and page tokens proved: the first hashes, the others still recognise.
    let hashKeys: KeyRing
    let operatorKey: OperatorKey
    /// Working API keys a tenant may have.
    let apiKeysPerTenantMax: Int
    /// Failed exchanges that one address may make at once, and each minute.
    let failedExchangesMax: Int
    /// How often last uses of API keys are written down.
    let lastUseInterval: Duration

    init(_ environment: Environment) throws(StartError) {
        let prefix = environment.prefix
        database = try PostgresSettings(environment, loops: 1)
        tokenKeys = try environment.keys(
            prefix + "TOKEN_KEYS_FILE",
            "The Ed25519 keys for access tokens, a line each: `id base64(seed)`; the first signs, all are published."
        ) { text throws(SecretsError) in try SigningKey.all(keyFile: text) }
        // Verifiers look keys up by id, and the services' own keys, `events:1`, come first there.
        guard tokenKeys.allSatisfy({ !$0.id.contains(":") }) else {
            throw .configuration("\(prefix)TOKEN_KEYS_FILE names a key with a colon in its id: only the services' own keys have one.")
        }
        accessTokenLifetime = try environment.duration(
            prefix + "ACCESS_TOKEN_LIFETIME_SECONDS", default: .seconds(900), in: .seconds(60) ... .seconds(3600),
            "How long an access token lives, and so how long a revoked API key may still be used.")
        hashKeys = try environment.keys(
            prefix + "API_KEY_HASH_KEYS_FILE",
            "The keys for hashing API keys, a line each: `id base64(32 bytes)`; the first hashes, all recognise."
        ) { text throws(SecretsError) in try KeyRing(keyFile: text) }
        operatorKey = try OperatorKey(
            try environment.secret(prefix + "OPERATOR_KEY_FILE", "What an operator proves himself with, 32 characters at least."),
            setting: prefix + "OPERATOR_KEY_FILE")
        apiKeysPerTenantMax = try environment.int(
            prefix + "API_KEYS_PER_TENANT_MAX", default: 100, in: 1...10_000, "Working API keys a tenant may have.")
        failedExchangesMax = try environment.int(
            prefix + "FAILED_EXCHANGES_PER_MINUTE_MAX", default: 20, in: 1...10_000,
            "Failed exchanges of keys from one address, at once and each minute; past it RESOURCE_EXHAUSTED.")
        lastUseInterval = try environment.duration(
            prefix + "LAST_USE_INTERVAL_SECONDS", default: .seconds(15), in: .seconds(1) ... .seconds(3600),
            "How often last uses of API keys are written down.")
    }
}

extension Environment {
    /// Keys from the file whose path is in `name`.
    fileprivate func keys<Keys>(
        _ name: String, _ meaning: String, _ read: ([UInt8]) throws(SecretsError) -> Keys
    ) throws(StartError) -> Keys {
        let secret = try secret(name, meaning)
        do {
            return try read(secret.reveal())
        } catch {
            throw .configuration("\(name) names no usable keys: \(error).")
        }
    }
}
