import Synchronization

/// All series of one metric name: one instrument for each set of label values.
///
/// The number of series is bounded: label values past the limit share the series whose values are all `other`, so that a caller cannot fill
/// memory.
package final class MetricFamily<Instrument: AnyObject & Sendable>: Sendable {
    let name: String
    let help: String
    let labelNames: [String]
    private let seriesMax: Int
    private let make: @Sendable () -> Instrument
    private let series = Mutex<[[String]: Instrument]>([:])

    init(name: String, help: String, labelNames: [String], seriesMax: Int, make: @escaping @Sendable () -> Instrument) {
        self.name = name
        self.help = help
        self.labelNames = labelNames
        self.seriesMax = seriesMax
        self.make = make
    }

    /// The instrument for these label values, in the order of the label names. Keep it: finding it takes a lock.
    package func labelled(_ values: String...) -> Instrument {
        labelled(values)
    }

    /// The instrument for these label values, in the order of the label names.
    package func labelled(_ values: [String]) -> Instrument {
        precondition(values.count == labelNames.count, "\(name) has the labels \(labelNames)")
        return series.withLock { series in
            if let known = series[values] { return known }
            let key = series.count < seriesMax ? values : values.map { _ in "other" }
            if let known = series[key] { return known }
            let instrument = make()
            series[key] = instrument
            return instrument
        }
    }

    /// All series in a stable order.
    var all: [(labels: [String], instrument: Instrument)] {
        series.withLock { $0.map { (labels: $0.key, instrument: $0.value) } }.sorted { $0.labels.lexicographicallyPrecedes($1.labels) }
    }
}
