import Foundation
import Operations

/// What a profile came to, as tables in Markdown: medians over the rounds, with the least and the most.
struct LoadReport {
    let options: LoadOptions
    var runs: [LoadRun] = []
    /// What the anchor reached, once for each round.
    var anchors: [Anchor.Result] = []

    init(options: LoadOptions) { self.options = options }

    /// The median of a number over the rounds of one measurement; 0 when there is none.
    func median(_ name: String, _ number: (LoadRun) -> Double?) -> Double {
        Self.median(runs.filter { $0.name == name }.compactMap(number))
    }

    static func median(_ numbers: [Double]) -> Double {
        guard !numbers.isEmpty else { return 0 }
        let sorted = numbers.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// The whole report.
    var markdown: String {
        """
        \(Self.table(["run", "target/s", "accepted/s", "delivered/s", "whole way/s", "events/request", "sent again", "calls went wrong"], runRows))

        \(Self.table(["latency, ms", "p50", "p99", "p99.9", "max"], latencyRows))

        \(Self.table(["processor, µs per event"] + processNames + ["all", "cores of others"], processorRows))

        \(Self.table(["memory, MiB at most"] + processNames, memoryRows))

        \(Self.table(["goal", "wanted", "reached", ""], LoadGoal.all(of: self).map(\.row)))
        """
    }

    /// The names of the measurements, in the order in which they were taken first.
    private var names: [String] {
        runs.reduce(into: []) { if !$0.contains($1.name) { $0.append($1.name) } }
    }

    private var processNames: [String] { options.processes.map(\.name) + ["client"] }

    private var runRows: [[String]] {
        let anchor = ["anchor: libpq, UNNEST of 1000", "–", spread(anchors.map(\.rowsPerSecond))] + Array(repeating: "–", count: 5)
        let rows = names.map { name in
            let runs = runs.filter { $0.name == name }
            return [
                name, runs.first?.target.map { "\(Int($0))" } ?? "–", spread(runs.map(\.acceptedPerSecond)),
                spread(runs.compactMap(\.deliveredPerSecond)), spread(runs.compactMap(\.wholePerSecond)),
                spread(runs.compactMap(\.eventsPerRequest)),
                runs.contains { $0.platformRequests > 0 } ? "\(runs.reduce(0) { $0 + $1.sentAgain })" : "–", troubles(of: runs),
            ]
        }
        return (anchors.isEmpty ? [] : [anchor]) + rows
    }

    private var latencyRows: [[String]] {
        let commits = [anchors.map(\.commitMedian), anchors.map(\.commitP99)].map { String(format: "%.1f", Self.median($0)) }
        let anchor = anchors.isEmpty ? [] : [["anchor: one row's commit"] + commits + ["–", "–"]]
        return anchor
            + names.flatMap { name -> [[String]] in
                let runs = runs.filter { $0.name == name }
                let accept = ["\(name): accept"] + quantiles(runs.map(\.tally.latencies))
                guard runs.contains(where: { $0.deliveryLatencies.count > 0 }) else { return [accept] }
                return [accept, ["\(name): accept → delivered"] + quantiles(runs.map(\.deliveryLatencies))]
            }
    }

    private var processorRows: [[String]] {
        names.map { name in
            let perEvent = processNames.map { process in
                median(name) { run in run.perEvent(run.processorSeconds[process] ?? 0) }
            }
            return [name] + (perEvent + [perEvent.reduce(0, +)]).map { String(format: "%.0f", $0 * 1e6) }
                + [String(format: "%.1f", median(name) { $0.coresOfOthers })]
        }
    }

    private var memoryRows: [[String]] {
        names.map { name in
            [name]
                + processNames.map { process in
                    let most = runs.filter { $0.name == name }.compactMap { $0.residentMebibytes[process] }.max()
                    return most.map { String(format: "%.0f", $0) } ?? "–"
                }
        }
    }

    private func troubles(of runs: [LoadRun]) -> String {
        let words = Set(runs.map(\.tally.troubles)).subtracting(["–"])
        return words.isEmpty ? "–" : words.sorted().joined(separator: "; ")
    }

    private func spread(_ numbers: [Double]) -> String {
        guard let least = numbers.min(), let most = numbers.max() else { return "–" }
        let middle = "\(Int(Self.median(numbers)))"
        return numbers.count == 1 ? middle : "\(middle) (\(Int(least))–\(Int(most)))"
    }

    private func quantiles(_ histograms: [LatencyHistogram]) -> [String] {
        let quantiles = [0.5, 0.99, 0.999].map { share in histograms.map { Double($0.quantileNanoseconds(share)) } }
        return (quantiles + [histograms.map { Double($0.maxNanoseconds) }]).map { String(format: "%.1f", Self.median($0) / 1e6) }
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let lines = [head, head.map { _ in "---" }] + rows
        return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }
}
