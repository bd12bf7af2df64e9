import Messages
import Operations
import RPC
import Stubs

extension Command {
    static let deliveriesCommands = [
        Command(
            CommandSpecification(
                "deliveries list", "what was sent where, and what became of it, newest first",
                options: [
                    .option("platform", "NAME", "only meta, google, tiktok or snapchat"),
                    .option("status", "STATUS", "only pending, delivered, rejected, dead or unknown"),
                    .option("event-id", "ID", "only this event"),
                    .option("limit", "N", "at most this many; 50 when not given, 100000 at most"),
                ],
                example: "deliveries list --platform meta --status delivered"),
            listDeliveries),
        Command(
            CommandSpecification(
                "deliveries show", "one delivery, stage by stage, with each request and answer", operands: ["ID"]),
            showDelivery),
        Command(
            CommandSpecification(
                "deliveries replay", "try a dead or unknown delivery again, under the same id and body", operands: ["ID"]),
            replayDelivery),
    ]

    private static let platforms: [(word: String, choice: AdvertisingV1.Platform)] = [
        ("meta", .meta), ("google", .google), ("tiktok", .tiktok), ("snapchat", .snapchat),
    ]

    private static let statuses: [(word: String, choice: EventsV1.DeliveryStatus)] = [
        ("pending", .pending), ("delivered", .delivered), ("rejected", .rejected), ("dead", .dead), ("unknown", .unknown),
    ]

    static func word(_ platform: AdvertisingV1.Platform) -> String {
        platforms.first { $0.choice == platform }?.word ?? "?"
    }

    static func word(_ status: EventsV1.DeliveryStatus) -> String {
        statuses.first { $0.choice == status }?.word ?? "?"
    }

    @Sendable private static func listDeliveries(_ arguments: Arguments, _ session: Session) async throws {
        let limit = try arguments.int("limit", default: 50, in: 1...100_000)
        var request = EventsV1.ListDeliveriesRequest()
        request.platform = try arguments.choice("platform", among: platforms) ?? .unspecified
        request.status = try arguments.choice("status", among: statuses) ?? .unspecified
        request.eventID = arguments["event-id"] ?? ""
        let client = EventsV1.DeliveryServiceClient(try session.client(.events))
        var deliveries: [EventsV1.Delivery] = []
        repeat {
            request.pageSize = Int32(min(limit - deliveries.count, 1000))
            let response = try await client.listDeliveries(request)
            for delivery in response.deliveries { session.terminal.json(try delivery.json(JSONOptions())) }
            deliveries += response.deliveries
            request.pageToken = response.nextPageToken
        } while !request.pageToken.isEmpty && deliveries.count < limit
        session.terminal.table(
            ["ID", "TIME", "PLATFORM", "EVENT", "EVENT ID", "STATUS", "LATENCY", "REASON"],
            deliveries.map { delivery in
                [
                    delivery.id, TimeText.utc(delivery.acceptedAt), word(delivery.platform), delivery.eventName, delivery.eventID,
                    word(delivery.status), TimeText.latency(delivery.latency), delivery.reason,
                ]
            })
        if let first = deliveries.first { session.terminal.hint("stratum deliveries show \(first.id)") }
    }

    @Sendable private static func showDelivery(_ arguments: Arguments, _ session: Session) async throws {
        var request = EventsV1.GetDeliveryRequest()
        request.id = arguments.operands[0]
        let response = try await EventsV1.DeliveryServiceClient(try session.client(.events)).getDelivery(request)
        session.terminal.json(try response.json(JSONOptions()))
        DeliveryReport(response, session.terminal).say()
    }

    @Sendable private static func replayDelivery(_ arguments: Arguments, _ session: Session) async throws {
        var request = EventsV1.ReplayDeliveryRequest()
        request.id = arguments.operands[0]
        let response = try await EventsV1.DeliveryServiceClient(try session.client(.events)).replayDelivery(request)
        session.terminal.json(try response.json(JSONOptions()))
        session.terminal.say("\(request.id) is \(word(response.delivery?.status ?? .unspecified)) again")
        session.terminal.hint("stratum deliveries show \(request.id)")
    }
}
