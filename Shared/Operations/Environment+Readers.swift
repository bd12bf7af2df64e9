extension Environment {
    // MARK: Text

    /// Text with a default.
    package func string(_ name: String, default preset: String, _ meaning: String) throws(StartError) -> String {
        try value(name, default: preset, expected: "text", meaning, show: { $0 }, parse: { $0 })
    }

    /// Text that must be set.
    package func requiredString(_ name: String, _ meaning: String) throws(StartError) -> String {
        try value(name, default: nil, expected: "text", meaning, show: { $0 }, parse: { $0 })
    }

    /// Text that may be absent.
    package func optionalString(_ name: String, _ meaning: String) throws(StartError) -> String? {
        try optionalValue(name, expected: "text", meaning, show: { $0 }, parse: { $0 })
    }

    /// One word of a fixed list.
    package func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, default preset: Choice, _ meaning: String
    ) throws(StartError) -> Choice {
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return try value(name, default: preset, expected: "one of \(words)", meaning, show: \.rawValue, parse: { Choice(rawValue: $0) })
    }

    // MARK: Numbers

    /// A whole number within limits.
    package func int(
        _ name: String, default preset: Int?, in limits: ClosedRange<Int>, _ meaning: String
    ) throws(StartError) -> Int {
        precondition(preset.map(limits.contains) ?? true, "the default of \(name) is outside its limits")
        let expected = "a whole number from \(limits.lowerBound) to \(limits.upperBound)"
        return try value(name, default: preset, expected: expected, meaning, show: { "\($0)" }) { text in
            Int(text).flatMap { limits.contains($0) ? $0 : nil }
        }
    }

    /// Yes or no: `1`, `true`, `yes`, `on` and `0`, `false`, `no`, `off`.
    package func bool(_ name: String, default preset: Bool, _ meaning: String) throws(StartError) -> Bool {
        try value(name, default: preset, expected: "1 or 0", meaning, show: { $0 ? "1" : "0" }) { text in
            switch text.lowercased() {
            case "1", "true", "yes", "on": true
            case "0", "false", "no", "off": false
            default: nil
            }
        }
    }

    /// A span of time, a whole number of the unit that ends the name: `_MILLISECONDS`, `_SECONDS`, `_MINUTES`, `_HOURS` or `_DAYS`.
    package func duration(
        _ name: String, default preset: Duration?, in limits: ClosedRange<Duration>, _ meaning: String
    ) throws(StartError) -> Duration {
        guard let unit = DurationUnit(endOf: name) else { preconditionFailure("\(name) does not end in a unit of time") }
        precondition(preset.map(limits.contains) ?? true, "the default of \(name) is outside its limits")
        let expected = "a whole number of \(unit.rawValue) from \(unit.count(limits.lowerBound)) to \(unit.count(limits.upperBound))"
        return try value(name, default: preset, expected: expected, meaning, show: { "\(unit.count($0))" }) { text in
            Int64(text).flatMap { unit.duration($0) }.flatMap { limits.contains($0) ? $0 : nil }
        }
    }

    // MARK: Addresses

    /// `host:port` with a default; give nil for one that must be set.
    package func address(_ name: String, default preset: NetworkAddress?, _ meaning: String) throws(StartError) -> NetworkAddress {
        try value(name, default: preset, expected: "an address host:port", meaning, show: \.description) { NetworkAddress($0) }
    }

    /// `host:port` that may be absent.
    package func optionalAddress(_ name: String, _ meaning: String) throws(StartError) -> NetworkAddress? {
        try optionalValue(name, expected: "an address host:port", meaning, show: \.description) { NetworkAddress($0) }
    }
}
