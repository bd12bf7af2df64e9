/// The settings of a process: a map that is passed in, read through typed doors that say what they expect.
///
/// Every reading is recorded with its name, value, meaning and secrecy, so that `--print-config` shows all settings and a misspelt name is
/// found. An empty value counts as not set. Names follow one pattern, `STRATUM_<SERVICE>_<THING>[_<UNIT>]`; a secret comes from a file
/// whose path is in `…_FILE`. Every reader throws a `StartError` that names the setting and says what was expected.
package struct Environment: Sendable {
    /// The service that reads: `events`.
    package let service: String
    private let values: [String: String]
    private let ledger = SettingsLedger()

    package init(_ values: [String: String], service: String) {
        self.values = values
        self.service = service
    }

    /// What the names of this service's own settings begin with: `STRATUM_EVENTS_`.
    package var prefix: String { "STRATUM_\(service.uppercased())_" }

    /// What has been read so far, in order.
    package var settings: [Setting] { ledger.settings }

    /// What an operator should mend although the process can start: a secret file that others may read.
    package var warnings: [String] { ledger.warnings }

    // MARK: The one way to a value

    /// Reads a value, or takes the default; with neither, the setting is missing.
    func value<Value>(
        _ name: String, default preset: Value?, expected: String, _ meaning: String, show: (Value) -> String, parse: (String) -> Value?
    ) throws(StartError) -> Value {
        if let value = try optionalValue(name, expected: expected, meaning, show: show, parse: parse) { return value }
        guard let preset else { throw .configuration("\(name) is not set: \(expected) is needed.") }
        record(name, value: show(preset), meaning, isDefault: true)
        return preset
    }

    /// Reads a value that may be absent.
    func optionalValue<Value>(
        _ name: String, expected: String, _ meaning: String, show: (Value) -> String, parse: (String) -> Value?
    ) throws(StartError) -> Value? {
        guard let text = text(name) else {
            record(name, value: nil, meaning, isDefault: true)
            return nil
        }
        guard let value = parse(text) else {
            record(name, value: text, meaning, isDefault: false)
            throw .configuration("\(name) is \"\(text)\": \(expected) is needed.")
        }
        record(name, value: show(value), meaning, isDefault: false)
        return value
    }

    /// The raw text; nil when it is not set or empty.
    func text(_ name: String) -> String? {
        guard let text = values[name], !text.isEmpty else { return nil }
        return text
    }

    func record(_ name: String, value: String?, _ meaning: String, isDefault: Bool, isSecret: Bool = false) {
        ledger.record(Setting(name: name, meaning: meaning, value: value, isDefault: isDefault, isSecret: isSecret))
    }

    func warn(_ sentence: String) {
        ledger.warn(sentence)
    }

    // MARK: What is printed and checked

    /// An environment file with every setting read so far, its meaning above it, secrets masked.
    package var report: String {
        settings.map { "# \($0.meaning)\n\($0.line)\n" }.joined()
    }

    /// Names in the environment that begin as this service's settings do, or are one slip away from a setting, and are none.
    ///
    /// Ask after everything has been read.
    package var unknownSettings: [UnknownSetting] {
        let known = settings.map(\.name)
        let recorded = Set(known)
        return values.keys.sorted().compactMap { name in
            guard name.hasPrefix("STRATUM_"), !recorded.contains(name) else { return nil }
            if name.hasPrefix(prefix) {
                return UnknownSetting(name: name, suggestion: EditDistance.nearest(to: name, among: known))
            }
            guard let near = known.first(where: { EditDistance.between($0, name) <= 2 }) else { return nil }
            return UnknownSetting(name: name, suggestion: near)
        }
    }
}
