import Synchronization

extension Metrics {
    /// What `exposition` is served as.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// All metrics in Prometheus' text format 0.0.4, families and series in a stable order.
    package func exposition() -> String {
        var text = Exposition()
        for (name, family) in families.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            switch family {
            case .counter(let family):
                text.begin(name, help: family.help, type: "counter")
                for (labels, counter) in family.all { text.sample(name, family.labelNames, labels, "\(counter.value)") }
            case .gauge(let family):
                text.begin(name, help: family.help, type: "gauge")
                for (labels, gauge) in family.all { text.sample(name, family.labelNames, labels, "\(gauge.value)") }
            case .histogram(let family):
                text.begin(name, help: family.help, type: "histogram")
                for (labels, histogram) in family.all { text.histogram(name, family.labelNames, labels, histogram) }
            case .sampled(let help, let type, let sample):
                text.begin(name, help: help, type: type)
                text.sample(name, [], [], Exposition.number(sample()))
            }
        }
        return text.text
    }
}

/// Builds the text.
private struct Exposition {
    var text = ""

    mutating func begin(_ name: String, help: String, type: String) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(type)\n"
    }

    mutating func sample(_ name: String, _ names: [String], _ values: [String], _ number: String) {
        text += name
        if !names.isEmpty {
            text += "{" + zip(names, values).map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }.joined(separator: ",") + "}"
        }
        text += " \(number)\n"
    }

    mutating func histogram(_ name: String, _ names: [String], _ values: [String], _ histogram: Histogram) {
        let (counts, sum) = histogram.snapshot
        var total: UInt64 = 0
        for (index, count) in counts.enumerated() {
            total += count
            let bound = index < histogram.bounds.count ? Self.number(Double(histogram.bounds[index]) / histogram.scale) : "+Inf"
            sample("\(name)_bucket", names + ["le"], values + [bound], "\(total)")
        }
        sample("\(name)_sum", names, values, Self.number(Double(sum) / histogram.scale))
        sample("\(name)_count", names, values, "\(total)")
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if let whole = Int64(exactly: value) { return "\(whole)" }
        return "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
