import Advertising
extension DeliveryHistory {
    /// The stages that the delivery has been through, in their order; of the last attempt where there were several.
    ///
    /// `hashed` and `plain` name the person's data that was kept as digests and as it was; `platformName` is what the platform calls the event.
    func stages(hashed: [String], plain: [String], platformName: String?) -> [StageRecord] {
        var records = [
            StageRecord(stage: .dedupe, at: summary.acceptedAt, note: "no event with this id and name was known"),
            StageRecord(stage: .hash, at: summary.acceptedAt, note: Self.hashNote(hashed: hashed, plain: plain)),
        ]
        guard let last = attempts.last else {
            if let settledAt = summary.settledAt {
                records.append(StageRecord(stage: .map, at: settledAt, note: summary.reason ?? summary.status.rawValue))
                records.append(StageRecord(stage: .log, at: settledAt, note: "written down as \(summary.status.rawValue)"))
            }
            return records
        }
        records.append(
            StageRecord(
                stage: .map, at: last.startedAt - last.limiterWait, note: platformName.map { "sent as \($0)" } ?? "cannot be read any more")
        )
        records.append(
            StageRecord(
                stage: .rateLimit, at: last.startedAt,
                note: last.limiterWait > .zero ? "waited \(Self.milliseconds(last.limiterWait)) ms" : "went at once"))
        records.append(StageRecord(stage: .breaker, at: last.startedAt, note: "was \(last.breakerState.words)"))
        records.append(StageRecord(stage: .send, at: last.startedAt + (last.latency ?? .zero), note: Self.sendNote(last)))
        if let recordedAt = last.recordedAt {
            records.append(StageRecord(stage: .log, at: recordedAt, note: "written down as \(last.outcome)"))
        }
        return records
    }

    private static func hashNote(hashed: [String], plain: [String]) -> String {
        var parts: [String] = []
        if !hashed.isEmpty { parts.append("hashed \(hashed.joined(separator: ", "))") }
        if !plain.isEmpty { parts.append("kept \(plain.joined(separator: ", "))") }
        return parts.isEmpty ? "nothing of the person is kept" : parts.joined(separator: "; ")
    }

    private static func sendNote(_ attempt: PastAttempt) -> String {
        let batch = attempt.batchSize == 1 ? "alone" : "with \(attempt.batchSize - 1) others"
        guard let latency = attempt.latency else { return "attempt \(attempt.number), \(batch): no answer was written down" }
        let answer = attempt.httpStatus.map { "HTTP \($0)" } ?? "no answer"
        return "attempt \(attempt.number), \(batch): \(answer) after \(milliseconds(latency)) ms"
    }

    private static func milliseconds(_ duration: Duration) -> Int64 { duration.wholeMicroseconds / 1000 }
}

extension BreakerState {
    /// As it is said in a sentence.
    fileprivate var words: String {
        switch self {
        case .closed: "closed"
        case .open: "open"
        case .halfOpen: "half-open: this was a probe"
        }
    }
}
