import Advertising
import Operations

/// What can be seen from outside of how deliveries go.
struct DeliveryMetrics: Sendable {
    private let settled: MetricFamily<Counter>
    private let requests: MetricFamily<Counter>
    private let latency: MetricFamily<Histogram>
    private let requestEvents: Histogram

    init(_ metrics: Metrics) {
        settled = metrics.counters(
            "stratum_events_deliveries_settled_total", "Deliveries whose fate is known, by platform and status.",
            labels: ["platform", "status"])
        requests = metrics.counters(
            "stratum_events_platform_requests_total", "Requests to platforms, by platform and outcome.", labels: ["platform", "outcome"])
        latency = metrics.histograms("stratum_events_platform_request_seconds", "Time until a platform answered.", labels: ["platform"])
        requestEvents = metrics.histogram(
            "stratum_events_platform_request_events", "Events in one request to a platform.",
            amounts: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000])
    }

    /// Counts deliveries whose fate is known.
    func recordSettlements(_ settlements: [Settlement], platform: Platform) {
        var counts: [DeliveryStatus: Int] = [:]
        for settlement in settlements { counts[settlement.status, default: 0] += 1 }
        for (status, count) in counts { settled.labelled([platform.rawValue, status.rawValue]).add(count) }
    }

    /// Counts one request and what the platform answered.
    func recordAnswer(_ answer: SendAnswer, events: Int, platform: Platform) {
        requests.labelled([platform.rawValue, answer.outcome.forOneEvent.word]).add()
        latency.labelled([platform.rawValue]).observe(answer.latency)
        requestEvents.observe(events)
    }
}
