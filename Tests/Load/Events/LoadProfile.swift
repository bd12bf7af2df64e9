import EventLoop

/// The whole profile: finds the ceilings, then holds rates below and above them, in interleaved rounds.
struct LoadProfile {
    let options: LoadOptions
    let measurement: Measurement
    /// Told what goes on, a line each.
    let say: (String) -> Void

    /// The names of the measurements, as the report shows them.
    enum Name {
        static let accept = "accept, closed loop"
        static let whole = "accept and deliver, closed loop"
        static let half = "accept and deliver, 50 %"
        static let over = "accept and deliver, 150 %"
        static let acceptOver = "accept, 150 %"
    }

    /// Events that may be accepted and not yet delivered while the ceiling of the whole way is looked for: enough to keep every stage busy.
    private static let backlogMax = 8000
    /// Seconds of a run that nobody reads, so that every process has done its first work.
    private static let warmUpSeconds = 2

    func run() async throws -> LoadReport {
        var report = LoadReport(options: options)
        say("warming up")
        _ = try await one("warm-up", .delivered, .whole(calls: options.calls, backlogMax: Self.backlogMax), Self.warmUpSeconds)
        let anchor = Anchor(words: options.anchor)
        for round in 1...options.rounds {
            say("round \(round) of \(options.rounds)")
            if let result = try await anchor.run() {
                report.anchors.append(result)
                say("  anchor: \(Int(result.rowsPerSecond)) rows/s, one row's commit \(result.commitMedian) ms, p99 \(result.commitP99) ms")
            }
            report.runs.append(try await one(Name.accept, .held, .closed(calls: options.calls), options.seconds))
            report.runs.append(
                try await one(Name.whole, .delivered, .whole(calls: options.calls, backlogMax: Self.backlogMax), options.seconds))
        }
        let ceiling = report.median(Name.whole) { $0.wholePerSecond }
        let acceptCeiling = report.median(Name.accept) { $0.acceptedPerSecond }
        guard ceiling > 0, acceptCeiling > 0 else { throw Measurement.Failure(sentence: "nothing was accepted and delivered.") }
        for round in 1...options.rounds {
            say("held rates, round \(round) of \(options.rounds)")
            report.runs.append(try await held(Name.half, .delivered, ceiling * 0.5, batch: options.openBatch))
        }
        report.runs.append(try await held(Name.over, .delivered, ceiling * 1.5, batch: options.batch))
        report.runs.append(try await held(Name.acceptOver, .held, acceptCeiling * 1.5, batch: options.batch))
        return report
    }

    private func one(_ name: String, _ tenant: Measurement.Tenant, _ pace: Pace, _ seconds: Int) async throws -> LoadRun {
        let run = try await measurement.run(name, tenant, pace, batch: options.batch, seconds: seconds)
        say("  \(run.summary)")
        return run
    }

    private func held(_ name: String, _ tenant: Measurement.Tenant, _ rate: Double, batch: Int) async throws -> LoadRun {
        let run = try await measurement.run(name, tenant, .open(eventsPerSecond: rate), batch: batch, seconds: options.seconds)
        say("  \(run.summary)")
        return run
    }
}
