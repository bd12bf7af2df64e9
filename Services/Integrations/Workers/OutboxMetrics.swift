import Operations

/// What can be seen of the outbox from outside.
struct OutboxMetrics: Sendable {
    /// Changes that Events has committed.
    let pushed: Counter
    /// Turns that ended with Events or the database out of reach.
    let failures: Counter
    /// Changes that Events refused for good.
    let setAside: Counter

    init(_ metrics: Metrics) {
        pushed = metrics.counter("stratum_integrations_destinations_pushed_total", "Destinations that events has been told of.")
        failures = metrics.counter(
            "stratum_integrations_destination_push_failures_total",
            "Turns of the outbox that ended with events or the database out of reach.")
        setAside = metrics.counter(
            "stratum_integrations_destinations_set_aside_total", "Destinations that events refused until they were set aside.")
    }
}
