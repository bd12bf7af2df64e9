import Messages
import Operations
import RPC
import Stubs

extension Command {
    static let sandboxCommands = [
        Command(
            CommandSpecification(
                "sandbox fault", "make a sandbox platform misbehave", operands: ["KIND"],
                options: [
                    .option("requests", "N", "for this many requests; until `sandbox clear` when not given"),
                    .option("percent", "N", "the share of requests it strikes; all when not given"),
                    .option("delay-ms", "N", "for the kinds that wait"),
                ],
                example: "sandbox fault server-error --requests 5"),
            setFault),
        Command(CommandSpecification("sandbox clear", "end all faults"), clearFaults),
        Command(CommandSpecification("sandbox totals", "what the sandbox's Meta took"), showTotals),
        Command(
            CommandSpecification(
                "sandbox events", "the events that the sandbox's Meta took, oldest first",
                options: [.option("event-id", "ID", "only this event"), .option("limit", "N", "at most this many; 100 when not given")]),
            listReceived),
        Command(CommandSpecification("sandbox reset", "forget what was taken, and end all faults"), resetSandbox),
    ]

    private static let faults: [(word: String, choice: SandboxV1.FaultKind)] = [
        ("latency", .latency), ("rate-limited", .rateLimited), ("rate-limited-bare", .rateLimitedBare), ("server-error", .serverError),
        ("token-expired", .tokenExpired), ("timeout", .timeout), ("half-answer", .halfAnswer), ("reset", .reset),
        ("reset-after-accept", .resetAfterAccept), ("garbage", .garbage),
    ]

    private static func client(_ session: Session) throws -> SandboxV1.SandboxServiceClient {
        SandboxV1.SandboxServiceClient(try session.anonymousClient(.sandbox))
    }

    @Sendable private static func setFault(_ arguments: Arguments, _ session: Session) async throws {
        guard let kind = faults.first(where: { $0.word == arguments.operands[0] })?.choice else {
            let words = faults.map(\.word).joined(separator: ", ")
            throw StartError.configuration("\"\(arguments.operands[0])\" is no fault: one of \(words) is needed.")
        }
        var fault = SandboxV1.Fault()
        fault.platform = .meta
        fault.kind = kind
        fault.requests = Int32(try arguments.int("requests", default: 0, in: 0...1_000_000))
        fault.percent = Int32(try arguments.int("percent", default: 0, in: 0...100))
        let delay = try arguments.int("delay-ms", default: 0, in: 0...600_000)
        if delay > 0 { fault.delay = GoogleProtobuf.Duration(.milliseconds(delay)) }
        var request = SandboxV1.SetFaultRequest()
        request.fault = fault
        _ = try await client(session).setFault(request)
        session.terminal.say("\(arguments.operands[0]) is on")
        session.terminal.json(try fault.json(JSONOptions()))
    }

    @Sendable private static func clearFaults(_ arguments: Arguments, _ session: Session) async throws {
        _ = try await client(session).clearFaults(SandboxV1.ClearFaultsRequest())
        session.terminal.say("no faults")
    }

    @Sendable private static func showTotals(_ arguments: Arguments, _ session: Session) async throws {
        var request = SandboxV1.GetReceivedTotalsRequest()
        request.platform = .meta
        let totals = try await client(session).getReceivedTotals(request)
        session.terminal.json(try totals.json(JSONOptions()))
        session.terminal.table(
            ["REQUESTS", "EVENTS", "COUNTED", "REPEATED", "WITH OTHER BODY", "REFUSED REQUESTS"],
            [
                [totals.requests, totals.events, totals.counted, totals.repeated, totals.repeatedWithOtherBody, totals.refusedRequests].map
                { "\($0)" }
            ])
    }

    @Sendable private static func listReceived(_ arguments: Arguments, _ session: Session) async throws {
        let limit = try arguments.int("limit", default: 100, in: 1...1_000_000)
        var request = SandboxV1.ListReceivedEventsRequest()
        request.platform = .meta
        request.eventID = arguments["event-id"] ?? ""
        var events: [SandboxV1.ReceivedEvent] = []
        let client = try client(session)
        repeat {
            request.pageSize = Int32(min(limit - events.count, 10_000))
            let response = try await client.listReceivedEvents(request)
            for event in response.events { session.terminal.json(try event.json(JSONOptions())) }
            events += response.events
            request.pageToken = response.nextPageToken
        } while !request.pageToken.isEmpty && events.count < limit
        session.terminal.table(
            ["TIME", "PIXEL", "EVENT", "EVENT ID", "COUNTED", "BODY"],
            events.map { [TimeText.utc($0.receivedAt), $0.pixelID, $0.eventName, $0.eventID, $0.isCounted ? "yes" : "repeat", $0.body] })
    }

    @Sendable private static func resetSandbox(_ arguments: Arguments, _ session: Session) async throws {
        _ = try await client(session).reset(SandboxV1.ResetRequest())
        session.terminal.say("the sandbox has forgotten everything")
    }
}
