import Testing

@testable import Operations

@Suite("Metrics") struct MetricsTests {
    @Test func `the text is what Prometheus reads`() {
        let metrics = Metrics()
        metrics.counter("stratum_calls_total", "Calls.").add(3)
        metrics.gauge("stratum_queue_length", "Length of\nthe \\ queue.").set(-2)
        let codes = metrics.counters("stratum_codes_total", "By code.", labels: ["method", "code"])
        codes.labelled("/a/B", "ok").add()
        codes.labelled("/a/B", "say \"no\"\n\\").add(2)
        metrics.sampledGauge("stratum_ratio", "A ratio.") { 0.25 }
        #expect(
            metrics.exposition() == """
                # HELP stratum_calls_total Calls.
                # TYPE stratum_calls_total counter
                stratum_calls_total 3
                # HELP stratum_codes_total By code.
                # TYPE stratum_codes_total counter
                stratum_codes_total{method="/a/B",code="ok"} 1
                stratum_codes_total{method="/a/B",code="say \\"no\\"\\n\\\\"} 2
                # HELP stratum_queue_length Length of\\nthe \\\\ queue.
                # TYPE stratum_queue_length gauge
                stratum_queue_length -2
                # HELP stratum_ratio A ratio.
                # TYPE stratum_ratio gauge
                stratum_ratio 0.25

                """)
    }

    @Test func `a histogram counts upwards, in seconds`() {
        let metrics = Metrics()
        let histogram = metrics.histogram("stratum_call_seconds", "Calls.", bounds: [.milliseconds(1), .milliseconds(10)])
        histogram.observe(.microseconds(500))
        histogram.observe(.milliseconds(1))
        histogram.observe(.milliseconds(2))
        histogram.observe(.seconds(1))
        #expect(
            metrics.exposition() == """
                # HELP stratum_call_seconds Calls.
                # TYPE stratum_call_seconds histogram
                stratum_call_seconds_bucket{le="0.001"} 2
                stratum_call_seconds_bucket{le="0.01"} 3
                stratum_call_seconds_bucket{le="+Inf"} 4
                stratum_call_seconds_sum 1.0035
                stratum_call_seconds_count 4

                """)
    }

    @Test func `a histogram of amounts keeps whole numbers`() {
        let metrics = Metrics()
        metrics.histogram("stratum_batch_events", "Events in a batch.", amounts: [1, 10]).observe(7)
        #expect(metrics.exposition().contains("stratum_batch_events_bucket{le=\"10\"} 1\n"))
        #expect(metrics.exposition().contains("stratum_batch_events_sum 7\n"))
    }

    @Test func `label values past the limit share one series`() {
        let metrics = Metrics()
        let family = metrics.counters("stratum_x_total", "X.", labels: ["a"], seriesMax: 2)
        for value in ["one", "two", "three", "four", "one"] { family.labelled(value).add() }
        #expect(family.labelled("one").value == 2)
        #expect(family.labelled("other").value == 2)
        #expect(family.all.count == 3)
    }

    @Test func `a name asked for twice is one instrument`() {
        let metrics = Metrics()
        metrics.counter("stratum_x_total", "X.").add()
        metrics.counter("stratum_x_total", "X.").add()
        #expect(metrics.counter("stratum_x_total", "X.").value == 2)
    }

    @Test func `no addition is lost between threads`() async {
        let metrics = Metrics()
        let counter = metrics.counter("stratum_x_total", "X.")
        let histogram = metrics.histogram("stratum_x_seconds", "X.")
        await withTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    for index in 0..<5000 {
                        counter.add()
                        histogram.observe(.microseconds(index))
                    }
                }
            }
        }
        #expect(counter.value == 20_000)
        #expect(histogram.count == 20_000)
    }

    @Test func `the process says what it uses`() {
        let metrics = Metrics()
        ProcessMetrics.register(in: metrics)
        #expect(ProcessMetrics.residentBytes() > 1_000_000)
        #expect(ProcessMetrics.processorSeconds() > 0)
        #expect(metrics.exposition().contains("# TYPE process_cpu_seconds_total counter"))
    }
}
