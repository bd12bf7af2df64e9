import Foundation

/// What the load program is told on its command line.
struct LoadOptions {
    /// Where the services take calls, by name: identity, events, sandbox.
    private(set) var addresses: [String: String] = [:]
    /// Processes whose processor time and memory are taken, by name. PostgreSQL's is its postmaster; its children count with it.
    private(set) var processes: [(name: String, pid: Int32)] = []
    /// The key of a tenant whose events are delivered, and of one whose events are accepted only: its lane is paused.
    private(set) var deliveredKeyFile = ""
    private(set) var heldKeyFile = ""
    /// The program that stands beside the service, and its arguments.
    private(set) var anchor: [String] = []
    /// How often each measurement is repeated; the medians are shown.
    private(set) var rounds = 3
    /// How long one measurement runs, warm-up left out.
    private(set) var seconds = 8
    /// Events in one call, when looking for the ceiling and when a rate is held.
    private(set) var batch = 100
    private(set) var openBatch = 10
    /// Calls under way at once when looking for the ceiling.
    private(set) var calls = 16
    /// Facts that are shown above the tables, e.g. the cold start, measured by who started the stack.
    private(set) var facts: [(name: String, value: Double)] = []
    /// Where the report is written besides standard output.
    private(set) var recordPath: String?

    /// A word that is not understood.
    struct UsageError: Error {
        let sentence: String
    }

    init(_ words: [String]) throws {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                anchor = Array(rest)
                break
            }
            guard let value = rest.popFirst() else { throw UsageError(sentence: "\(word) lacks its value.") }
            try set(word, value)
        }
        for name in ["identity", "events", "sandbox"] where addresses[name] == nil { throw UsageError(sentence: "--\(name) is missing.") }
    }

    private mutating func set(_ word: String, _ value: String) throws {
        switch word {
        case "--identity", "--events", "--sandbox": addresses[String(word.dropFirst(2))] = value
        case "--process":
            let pair = try Self.pair(value)
            guard let pid = Int32(pair.value) else { throw UsageError(sentence: "--process takes name=pid.") }
            processes.append((pair.name, pid))
        case "--fact":
            let pair = try Self.pair(value)
            guard let number = Double(pair.value) else { throw UsageError(sentence: "--fact takes name=number.") }
            facts.append((pair.name, number))
        case "--delivered-key": deliveredKeyFile = value
        case "--held-key": heldKeyFile = value
        case "--rounds": rounds = try Self.number(word, value, 1...9)
        case "--seconds": seconds = try Self.number(word, value, 2...60)
        case "--batch": batch = try Self.number(word, value, 1...1000)
        case "--open-batch": openBatch = try Self.number(word, value, 1...1000)
        case "--calls": calls = try Self.number(word, value, 1...1000)
        case "--record": recordPath = value
        default: throw UsageError(sentence: "\(word) is not understood.")
        }
    }

    private static func pair(_ text: String) throws -> (name: String, value: String) {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw UsageError(sentence: "\(text) is not name=value.") }
        return (parts[0], parts[1])
    }

    private static func number(_ word: String, _ value: String, _ range: ClosedRange<Int>) throws -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw UsageError(sentence: "\(word) takes a number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// The API key in a file.
    static func key(in path: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw UsageError(sentence: "the key file \(path) cannot be read.")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
