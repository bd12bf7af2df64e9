package import Operations

/// The settings that every service has.
package struct HostConfiguration: Sendable {
    /// Where calls are taken.
    package let listenAddress: NetworkAddress
    /// Where `/metrics`, `/livez` and `/readyz` are, over HTTP/1.1.
    package let adminListenAddress: NetworkAddress
    /// Loop threads.
    package let loops: Int
    /// How long calls under way may take after a signal.
    package let drainTimeout: Duration
    /// Calls that run at the same time, over all loops; past it RESOURCE_EXHAUSTED.
    package let runningCallsMax: Int
    /// The service's own signing key; without it the service cannot call service-only methods.
    package let signingKey: Secret?
    /// The services' public keys.
    package let serviceKeys: Secret?
    /// Where Identity takes calls; nil for a service that asks it nothing.
    package let identityAddress: NetworkAddress?
    package let logLevel: LogLevel
    package let logFormat: LogFormat

    package init(_ environment: Environment, defaultPort: UInt16, processors: Int, usesIdentity: Bool) throws(StartError) {
        let prefix = environment.prefix
        listenAddress = try environment.address(
            prefix + "LISTEN_ADDRESS", default: NetworkAddress(host: "127.0.0.1", port: defaultPort), "Where calls are taken.")
        adminListenAddress = try environment.address(
            prefix + "ADMIN_LISTEN_ADDRESS", default: NetworkAddress(host: "127.0.0.1", port: defaultPort == 0 ? 0 : defaultPort + 100),
            "Where /metrics, /livez and /readyz are, over HTTP/1.1.")
        loops = try environment.int(prefix + "LOOPS", default: min(max(processors, 1), 64), in: 1...64, "Loop threads.")
        drainTimeout = try environment.duration(
            prefix + "DRAIN_TIMEOUT_SECONDS", default: .seconds(20), in: .seconds(0) ... .seconds(3600),
            "How long calls under way may take after a signal.")
        runningCallsMax = try environment.int(
            prefix + "RUNNING_CALLS_MAX", default: 4096, in: 1...1_000_000, "Calls that run at the same time; past it RESOURCE_EXHAUSTED.")
        signingKey = try environment.optionalSecret(
            prefix + "SIGNING_KEY_FILE",
            "The service's own Ed25519 key, one line `<service>:<number> base64`; signs its calls to other services.")
        serviceKeys = try environment.optionalSecret(
            prefix + "SERVICE_KEYS_FILE", "The services' public keys, a line each: `<service>:<number> base64`.")
        identityAddress =
            usesIdentity
            ? try environment.address(
                prefix + "IDENTITY_ADDRESS", default: NetworkAddress(host: "127.0.0.1", port: 7401), "Where identity takes calls.") : nil
        logLevel = try environment.choice(prefix + "LOG_LEVEL", default: .info, "The least level that is logged.")
        logFormat = try environment.choice(prefix + "LOG_FORMAT", default: .json, "json or text.")
    }
}
