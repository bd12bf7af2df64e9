import Operations
import Postgres
import Resilience

/// Events' settings.
struct EventsConfiguration: Sendable {
    let database: PostgresSettings
    /// Where credentials come from.
    let integrationsAddress: NetworkAddress
    /// Where Meta's Graph API is, and which version of it is spoken.
    let metaBaseURL: String
    let metaVersion: String
    /// How long a lane rests after Meta said "too many" and not when to come back.
    let metaRateLimitPause: Duration
    let acceptance: AcceptanceBatcher.Limits
    let delivery: DeliverySettings
    let retention: Retention.Limits

    init(_ environment: Environment) throws(StartError) {
        let prefix = environment.prefix
        database = try PostgresSettings(environment, loops: 1)
        integrationsAddress = try environment.address(
            prefix + "INTEGRATIONS_ADDRESS", default: NetworkAddress(host: "127.0.0.1", port: 7402), "Where integrations takes calls.")
        metaBaseURL = try environment.string(
            prefix + "META_BASE_URL", default: "https://graph.facebook.com", "Where Meta's Graph API is, without the version.")
        metaVersion = try environment.string(prefix + "META_API_VERSION", default: "v25.0", "The version of Meta's Graph API.")
        metaRateLimitPause = try environment.duration(
            prefix + "META_RATE_LIMIT_PAUSE_SECONDS", default: .seconds(60), in: .seconds(1) ... .seconds(3600),
            "How long a lane rests after Meta refused for the number of calls and did not say when to come back.")
        acceptance = try Self.acceptance(environment, prefix + "ACCEPTANCE_")
        delivery = try Self.delivery(environment, prefix + "DELIVERY_")
        retention = try Self.retention(environment, prefix + "RETENTION_")
    }

    private static func acceptance(_ environment: Environment, _ prefix: String) throws(StartError) -> AcceptanceBatcher.Limits {
        var limits = AcceptanceBatcher.Limits()
        limits.waitingEventsMax = try environment.int(
            prefix + "WAITING_EVENTS_MAX", default: limits.waitingEventsMax, in: 1000...1_000_000,
            "Events of one loop that may wait to be stored; more are answered with RESOURCE_EXHAUSTED.")
        limits.transactionEventsMax = try environment.int(
            prefix + "TRANSACTION_EVENTS_MAX", default: limits.transactionEventsMax, in: 1...10_000, "Events that one transaction stores.")
        limits.transactionsMax = try environment.int(
            prefix + "TRANSACTIONS_MAX", default: limits.transactionsMax, in: 1...16, "Transactions of one loop that store events at once.")
        limits.transactionTimeout = try environment.duration(
            prefix + "TRANSACTION_TIMEOUT_SECONDS", default: limits.transactionTimeout, in: .seconds(1) ... .seconds(25),
            "How long one transaction that stores events may take.")
        return limits
    }

    private static func delivery(_ environment: Environment, _ prefix: String) throws(StartError) -> DeliverySettings {
        var settings = DeliverySettings()
        settings.batchesPerLane = try environment.int(
            prefix + "BATCHES_PER_LANE", default: settings.batchesPerLane, in: 1...64,
            "Requests under way at once for one tenant on one platform.")
        settings.gatherTime = try environment.duration(
            prefix + "GATHER_TIME_MILLISECONDS", default: settings.gatherTime, in: .milliseconds(0) ... .milliseconds(1000),
            "How long events are gathered for a request while another is under way.")
        settings.lanesMax = try environment.int(
            prefix + "LANES_MAX", default: settings.lanesMax, in: 1...10_000, "Tenants times platforms that one loop serves at once.")
        settings.heldEventsMax = try environment.int(
            prefix + "HELD_EVENTS_MAX", default: settings.heldEventsMax, in: 1000...1_000_000,
            "Events that one loop holds in memory on their way to platforms.")
        settings.sendTimeout = try environment.duration(
            prefix + "SEND_TIMEOUT_SECONDS", default: settings.sendTimeout, in: .seconds(1) ... .seconds(300),
            "How long one request to a platform may take.")
        settings.requestsPerSecond = try environment.int(
            prefix + "REQUESTS_PER_SECOND", default: settings.requestsPerSecond, in: 1...10_000,
            "Requests each second for one tenant on one platform.")
        settings.requestBurst = settings.requestsPerSecond
        settings.attemptsMax = try environment.int(
            prefix + "ATTEMPTS_MAX", default: settings.attemptsMax, in: 1...100_000,
            "Attempts after which a delivery is given up though its platform would still take it.")
        settings.leaseTerm = try environment.duration(
            prefix + "LEASE_SECONDS", default: settings.leaseTerm, in: .seconds(3) ... .seconds(600),
            "How long a lane stays with a process that no longer renews it.")
        settings.leaseRenewal = settings.leaseTerm / 3
        let firstWait = try environment.duration(
            prefix + "BACKOFF_INITIAL_MILLISECONDS", default: .seconds(1), in: .milliseconds(100) ... .seconds(60),
            "The wait before the second attempt, before chance.")
        let longestWait = try environment.duration(
            prefix + "BACKOFF_CAP_SECONDS", default: .seconds(600), in: .seconds(1) ... .seconds(86_400),
            "The longest wait between attempts.")
        settings.backoff = Backoff(
            initial: min(firstWait, longestWait), cap: longestWait, least: .milliseconds(50), jitter: .full)
        settings.breaker = CircuitBreaker.Limits(
            failures: try environment.int(
                prefix + "BREAKER_FAILURES", default: 5, in: 1...1000, "Failures in a row that open a lane's circuit breaker."),
            recoveryTime: try environment.duration(
                prefix + "BREAKER_RECOVERY_SECONDS", default: .seconds(60), in: .seconds(1) ... .seconds(3600),
                "How long an open circuit breaker refuses."))
        return settings
    }

    private static func retention(_ environment: Environment, _ prefix: String) throws(StartError) -> Retention.Limits {
        var limits = Retention.Limits()
        limits.log = try environment.duration(
            prefix + "LOG_DAYS", default: limits.log, in: .seconds(9 * 86_400) ... .seconds(365 * 86_400),
            "How long events, deliveries and the delivery log are kept.")
        limits.dedupeKeys = try environment.duration(
            prefix + "DEDUPE_DAYS", default: limits.dedupeKeys, in: .seconds(8 * 86_400) ... .seconds(365 * 86_400),
            "How long the key of an accepted event is remembered.")
        return limits
    }
}
