import Messages
import Operations
import RPC
import Stubs

extension Command {
    static let eventsCommands = [
        Command(
            CommandSpecification(
                "events send", "send one conversion event", operands: ["NAME"],
                options: [
                    .option("email", "ADDRESS", "e-mail address of the person"),
                    .option("phone", "NUMBER", "phone number with country code"),
                    .option("external-id", "ID", "your own id of the person"),
                    .option("value", "AMOUNT", "what it was worth"),
                    .option("currency", "CODE", "ISO 4217; the tenant's when not given"),
                    .option("event-id", "ID", "your own id of the event; made when not given"),
                    .option("order-id", "ID", "your own id of the order"),
                ],
                example: "events send purchase --email user@test.com --value 99.99"),
            sendEvent)
    ]

    @Sendable private static func sendEvent(_ arguments: Arguments, _ session: Session) async throws {
        var event = EventsV1.ConversionEvent()
        event.eventName = arguments.operands[0]
        event.eventID = arguments["event-id"] ?? ""
        event.orderID = arguments["order-id"] ?? ""
        event.currency = arguments["currency"] ?? ""
        if let text = arguments["value"] {
            guard let value = Double(text) else { throw StartError.configuration("--value is \"\(text)\": a number is needed.") }
            event.value = value
        }
        var user = EventsV1.UserData()
        user.email = arguments["email"] ?? ""
        user.phone = arguments["phone"] ?? ""
        user.externalID = arguments["external-id"] ?? ""
        event.userData = user
        var request = EventsV1.IngestEventsRequest()
        request.events = [event]
        let response = try await EventsV1.EventsServiceClient(try session.client(.events)).ingestEvents(request)
        guard let result = response.results.first else { throw CommandFailure("the reply has no result") }
        session.terminal.json(try result.json(JSONOptions()))
        switch result.outcome {
        case .accepted: session.terminal.say("accepted \(result.eventID)")
        case .duplicate: session.terminal.say("duplicate of \(result.eventID); nothing is sent again")
        default:
            let violations = result.violations.map { "\n  \($0.field): \($0.description) (\($0.reason))" }.joined()
            throw CommandFailure("refused\(violations)")
        }
        session.terminal.hint("stratum deliveries list --event-id \(result.eventID)")
    }
}
