import Foundation
import Operations

/// One number to reach, and how far it was reached.
struct LoadGoal {
    let what: String
    let wanted: String
    let reached: String
    let isMet: Bool

    var row: [String] { [what, wanted, reached, isMet ? "met" : "missed"] }

    /// Those that a report has the numbers for.
    static func all(of report: LoadReport) -> [LoadGoal] {
        typealias Name = LoadProfile.Name
        let anchor = LoadReport.median(report.anchors.map(\.rowsPerSecond))
        let accepted = report.median(Name.accept) { $0.acceptedPerSecond }
        let whole = report.median(Name.whole) { $0.wholePerSecond }
        var goals: [LoadGoal] = []
        if anchor > 0 { goals.append(.least("events accepted durably ÷ anchor", 0.4, accepted / anchor, "%.2f")) }
        goals += [
            .least("accepted, delivered and logged, events/s", 3400, whole, "%.0f"),
            .most("accept p99 at half the ceiling, ms", 20, milliseconds(report, Name.half, \.tally.latencies), "%.1f"),
            .most("accept → delivered p99 at half the ceiling, ms", 1000, milliseconds(report, Name.half, \.deliveryLatencies), "%.0f"),
            .least("delivered at 150 % ÷ ceiling", 0.9, report.median(Name.over) { $0.wholePerSecond } / max(whole, 1), "%.2f"),
            .least("accepted at 150 % ÷ ceiling", 0.9, report.median(Name.acceptOver) { $0.acceptedPerSecond } / max(accepted, 1), "%.2f"),
            .most("VmRSS of events under load, MiB", 64, report.runs.compactMap { $0.residentMebibytes["events"] }.max() ?? 0, "%.1f"),
        ]
        return goals
            + report.options.facts.map { fact in
                switch fact.name {
                case "cold-start-ms": .most("cold start of events to SERVING, ms", 100, fact.value, "%.0f")
                case "idle-mib": .most("VmRSS of events idle, MiB", 25, fact.value, "%.1f")
                default: LoadGoal(what: fact.name, wanted: "–", reached: "\(fact.value)", isMet: true)
                }
            }
    }

    private static func milliseconds(_ report: LoadReport, _ name: String, _ histogram: (LoadRun) -> LatencyHistogram) -> Double {
        report.median(name) { Double(histogram($0).quantileNanoseconds(0.99)) / 1e6 }
    }

    private static func least(_ what: String, _ wanted: Double, _ reached: Double, _ format: String) -> LoadGoal {
        LoadGoal(what: what, wanted: "≥ \(number(wanted))", reached: String(format: format, reached), isMet: reached >= wanted)
    }

    private static func most(_ what: String, _ wanted: Double, _ reached: Double, _ format: String) -> LoadGoal {
        LoadGoal(what: what, wanted: "≤ \(number(wanted))", reached: String(format: format, reached), isMet: reached <= wanted)
    }

    private static func number(_ value: Double) -> String { String(format: "%g", value) }
}
