import Messages

/// One delivery as a person reads it.
struct DeliveryReport {
    private let response: EventsV1.GetDeliveryResponse
    private let terminal: Terminal

    init(_ response: EventsV1.GetDeliveryResponse, _ terminal: Terminal) {
        self.response = response
        self.terminal = terminal
    }

    func say() {
        guard let delivery = response.delivery else { return }
        let status = Command.word(delivery.status)
        let style: Terminal.Style = delivery.status == .delivered ? .green : delivery.status == .pending ? .yellow : .red
        terminal.say(
            "\(terminal.styled(delivery.eventName, .bold)) \(delivery.eventID) to \(Command.word(delivery.platform)): \(terminal.styled(status, style))"
        )
        if !delivery.reason.isEmpty { terminal.say("  \(delivery.reason)") }
        terminal.say(
            "  happened \(TimeText.utc(delivery.eventTime)), accepted \(TimeText.utc(delivery.acceptedAt)), \(delivery.attempts) attempts")
        if let next = delivery.nextAttemptAt { terminal.say("  next attempt \(TimeText.utc(next))") }
        terminal.say("")
        for stage in response.stages {
            let name = Self.word(stage.stage)
            let padding = String(repeating: " ", count: max(0, 12 - name.count))
            terminal.say("  \(terminal.styled(name, .bold))\(padding)\(TimeText.utc(stage.at))  \(stage.note)")
        }
        for attempt in response.attempts { say(attempt) }
    }

    private func say(_ attempt: EventsV1.DeliveryAttempt) {
        var facts = ["attempt \(attempt.number)", attempt.outcome, TimeText.utc(attempt.startedAt)]
        if attempt.httpStatus != 0 { facts.append("HTTP \(attempt.httpStatus)") }
        if !attempt.platformCode.isEmpty { facts.append("code \(attempt.platformCode)") }
        facts.append(TimeText.latency(attempt.latency))
        terminal.say("\n" + facts.filter { !$0.isEmpty }.joined(separator: ", "))
        if !attempt.reason.isEmpty { terminal.say("  \(attempt.reason)") }
        if !attempt.maskedRequest.isEmpty { terminal.say("  request   \(attempt.maskedRequest)") }
        if !attempt.response.isEmpty { terminal.say("  response  \(attempt.response)") }
    }

    private static func word(_ stage: EventsV1.DeliveryStage) -> String {
        switch stage {
        case .dedupe: "dedupe"
        case .hash_: "hash"
        case .map: "map"
        case .rateLimit: "rate limit"
        case .breaker: "breaker"
        case .send: "send"
        case .log: "log"
        default: "?"
        }
    }
}
