import Synchronization

/// The metrics of a process, and their text for Prometheus.
///
/// Instruments are asked for once, at the start, and kept: using one takes no lock. Asking again for a name gives the same one.
package final class Metrics: Sendable {
    /// Series a family may have before further label values share one.
    package static let seriesMaxDefault = 1000
    /// Bucket bounds of times: 0.5 ms to 10 s, fine where our goals lie.
    package static let durationBounds: [Duration] = [
        .microseconds(500), .milliseconds(1), .milliseconds(2), .milliseconds(5), .milliseconds(10), .milliseconds(20), .milliseconds(50),
        .milliseconds(100), .milliseconds(250), .milliseconds(500), .seconds(1), .milliseconds(2500), .seconds(5), .seconds(10),
    ]

    enum Family: Sendable {
        case counter(MetricFamily<Counter>)
        case gauge(MetricFamily<Gauge>)
        case histogram(MetricFamily<Histogram>)
        /// A gauge or counter whose value is asked for when it is read.
        case sampled(help: String, type: String, sample: @Sendable () -> Double)
    }

    let families = Mutex<[String: Family]>([:])

    package init() {}

    // MARK: Without labels

    /// A counter; its name ends in `_total`.
    package func counter(_ name: String, _ help: String) -> Counter {
        counters(name, help, labels: []).labelled([])
    }

    /// A gauge.
    package func gauge(_ name: String, _ help: String) -> Gauge {
        gauges(name, help, labels: []).labelled([])
    }

    /// A histogram of times; its name ends in `_seconds`.
    package func histogram(_ name: String, _ help: String, bounds: [Duration] = durationBounds) -> Histogram {
        histograms(name, help, labels: [], bounds: bounds).labelled([])
    }

    /// A histogram of amounts.
    package func histogram(_ name: String, _ help: String, amounts: [Int]) -> Histogram {
        histograms(name, help, labels: [], amounts: amounts).labelled([])
    }

    /// A gauge whose value is asked for when metrics are read, on the reader's thread.
    package func sampledGauge(_ name: String, _ help: String, _ sample: @escaping @Sendable () -> Double) {
        register(sampled: name, help, type: "gauge", sample)
    }

    /// A counter whose value is asked for when metrics are read, on the reader's thread. Its name ends in `_total`.
    package func sampledCounter(_ name: String, _ help: String, _ sample: @escaping @Sendable () -> Double) {
        precondition(name.hasSuffix("_total"), "the counter \(name) must end in _total")
        register(sampled: name, help, type: "counter", sample)
    }

    // MARK: With labels

    /// Counters told apart by labels.
    package func counters(
        _ name: String, _ help: String, labels: [String], seriesMax: Int = seriesMaxDefault
    ) -> MetricFamily<Counter> {
        precondition(name.hasSuffix("_total"), "the counter \(name) must end in _total")
        return family(name, labels) {
            .counter(MetricFamily(name: name, help: help, labelNames: labels, seriesMax: seriesMax) { Counter() })
        } unwrap: {
            if case .counter(let family) = $0 { family } else { nil }
        }
    }

    /// Gauges told apart by labels.
    package func gauges(_ name: String, _ help: String, labels: [String], seriesMax: Int = seriesMaxDefault) -> MetricFamily<Gauge> {
        family(name, labels) {
            .gauge(MetricFamily(name: name, help: help, labelNames: labels, seriesMax: seriesMax) { Gauge() })
        } unwrap: {
            if case .gauge(let family) = $0 { family } else { nil }
        }
    }

    /// Histograms of times told apart by labels; the name ends in `_seconds`.
    package func histograms(
        _ name: String, _ help: String, labels: [String], bounds: [Duration] = durationBounds, seriesMax: Int = seriesMaxDefault
    ) -> MetricFamily<Histogram> {
        precondition(name.hasSuffix("_seconds"), "the histogram of times \(name) must end in _seconds")
        let nanoseconds = bounds.map { Int64($0 / .nanoseconds(1)) }
        return histograms(name, help, labels: labels, bounds: nanoseconds, scale: 1e9, seriesMax: seriesMax)
    }

    /// Histograms of amounts told apart by labels.
    package func histograms(
        _ name: String, _ help: String, labels: [String], amounts: [Int], seriesMax: Int = seriesMaxDefault
    ) -> MetricFamily<Histogram> {
        precondition(!name.hasSuffix("_seconds"), "\(name) counts amounts, not times")
        return histograms(name, help, labels: labels, bounds: amounts.map(Int64.init), scale: 1, seriesMax: seriesMax)
    }

    private func histograms(
        _ name: String, _ help: String, labels: [String], bounds: [Int64], scale: Double, seriesMax: Int
    ) -> MetricFamily<Histogram> {
        family(name, labels) {
            .histogram(
                MetricFamily(name: name, help: help, labelNames: labels, seriesMax: seriesMax) { Histogram(bounds: bounds, scale: scale) })
        } unwrap: {
            if case .histogram(let family) = $0 { family } else { nil }
        }
    }

    // MARK: Registration

    private func family<Instrument>(
        _ name: String, _ labels: [String], make: () -> Family, unwrap: (Family) -> MetricFamily<Instrument>?
    ) -> MetricFamily<Instrument> {
        precondition(Self.isName(name) && labels.allSatisfy(Self.isName), "\(name) \(labels) are no names of Prometheus")
        let family = families.withLock { families in
            let family = families[name] ?? make()
            families[name] = family
            return family
        }
        guard let typed = unwrap(family), typed.labelNames == labels else {
            preconditionFailure("\(name) is there already, of another kind or with other labels")
        }
        return typed
    }

    private func register(sampled name: String, _ help: String, type: String, _ sample: @escaping @Sendable () -> Double) {
        precondition(Self.isName(name), "\(name) is no name of Prometheus")
        families.withLock { $0[name] = .sampled(help: help, type: type, sample: sample) }
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}
