import Advertising
import EventLoop
import Foundation
import Messages
import Operations
import Postgres
import RPC
import TestSupport
import Testing

@testable import Events

@Suite("Calls of Events")
struct HandlerTests {
    /// Handlers on a real database, without a port. Confined to their loop.
    private final class Fixture: @unchecked Sendable {
        let parts: EventsDatabase.Parts
        let tenantID: UUID
        var woken: [Lane] = []
        var reconnected: [Lane] = []

        init(_ parts: EventsDatabase.Parts, _ tenantID: UUID) {
            self.parts = parts
            self.tenantID = tenantID
        }

        static func run(_ body: @escaping @Sendable (Fixture) async throws -> Void) async throws {
            try await EventsDatabase.shared().run { parts in
                try await body(Fixture(parts, try await parts.makeTenant()))
            }
        }

        func context(_ method: MethodDescriptor, tenantID: UUID? = nil) -> CallContext {
            let context = CallContext(method: method, loop: parts.loop, timeout: .seconds(10))
            context.caller = Caller(
                kind: .apiKey, subject: "key", tenantID: (tenantID ?? self.tenantID).uuidString, tenantCurrency: "GBP")
            return context
        }

        var events: EventsHandlers {
            let (store, metrics) = (parts.events, AcceptanceMetrics(Metrics()))
            let batcher = AcceptanceBatcher(
                loop: parts.loop, limits: AcceptanceBatcher.Limits(), clock: ServiceClock(), metrics: metrics,
                accept: { try await store.accept($0, now: $1, timeout: $2) }, makeRoom: { _ in }, wake: { [self] in woken += $0 })
            return EventsHandlers(
                batchers: LoopLocal([parts.loop]) { _ in batcher }, rules: EventRules(), clock: ServiceClock(), metrics: metrics)
        }

        var deliveries: DeliveryHandlers {
            let preview = RequestPreview { event, _, _ in
                RequestPreview.Request(eventName: event.name.meta.name, maskedJSON: "{\"masked\":true}", sha256: [4, 5, 6])
            }
            return DeliveryHandlers(
                logs: LoopLocal([parts.loop]) { _ in parts.log }, preview: preview, clock: ServiceClock(),
                wake: { [self] in woken.append($0) })
        }

        var destinations: DestinationHandlers {
            DestinationHandlers(
                stores: LoopLocal([parts.loop]) { _ in parts.destinations }, reconnect: { [self] in reconnected += $0 })
        }

        func ingest(_ events: [EventsV1.ConversionEvent]) async throws -> [EventsV1.IngestResult] {
            let method = EventsV1.EventsServiceMethods.ingestEvents.descriptor
            return try await self.events.ingestEvents(EventsV1.IngestEventsRequest(events: events), context: context(method)).results
        }

        func list(_ change: (inout EventsV1.ListDeliveriesRequest) -> Void = { _ in }, tenantID: UUID? = nil) async throws
            -> EventsV1.ListDeliveriesResponse
        {
            var request = EventsV1.ListDeliveriesRequest()
            change(&request)
            let method = EventsV1.DeliveryServiceMethods.listDeliveries.descriptor
            return try await deliveries.listDeliveries(request, context: context(method, tenantID: tenantID))
        }

        func get(_ id: String, tenantID: UUID? = nil) async throws -> EventsV1.GetDeliveryResponse {
            let method = EventsV1.DeliveryServiceMethods.getDelivery.descriptor
            return try await deliveries.getDelivery(EventsV1.GetDeliveryRequest(id: id), context: context(method, tenantID: tenantID))
        }

        func replay(_ id: String) async throws -> EventsV1.Delivery? {
            let method = EventsV1.DeliveryServiceMethods.replayDelivery.descriptor
            return try await deliveries.replayDelivery(EventsV1.ReplayDeliveryRequest(id: id), context: context(method)).delivery
        }
    }

    private static func event(_ id: String, _ change: (inout EventsV1.ConversionEvent) -> Void = { _ in }) -> EventsV1.ConversionEvent {
        var event = EventsV1.ConversionEvent()
        event.eventID = id
        event.eventName = "purchase"
        event.value = 9.99
        event.userData = EventsV1.UserData()
        event.userData?.email = "someone@example.com"
        change(&event)
        return event
    }

    private static func code(_ body: () async throws -> Void) async -> RPCCode? {
        do {
            try await body()
            return nil
        } catch {
            return RPCError(telling: error).code
        }
    }

    @Test func `each event of a call has its own outcome, in the order of the call`() async throws {
        try await Fixture.run { fixture in
            let results = try await fixture.ingest([
                Self.event("a"), Self.event("b") { $0.userData?.email = "no address 9147" }, Self.event("a"),
                Self.event("a") { $0.value = 1 }, Self.event("c") { $0.userData = nil }, Self.event("d") { $0.customData = Self.large },
                Self.event("e") { $0.eventTime = GoogleProtobuf.Timestamp(seconds: .max, nanos: 0) }, Self.event(""),
            ])
            #expect(results.map(\.outcome) == [.accepted, .refused, .duplicate, .refused, .refused, .refused, .refused, .accepted])
            let reasons = results.map { $0.violations.map { "\($0.field) \($0.reason)" } }
            #expect(
                reasons == [
                    [], ["user_data.email MALFORMED"], [], ["event_id EVENT_CONFLICT"], ["user_data MISSING"],
                    ["custom_data CUSTOM_DATA_TOO_LARGE"], ["event_time MALFORMED"], [],
                ])
            #expect(!"\(results)".contains("9147"), "what was wrong is not quoted")
            #expect(results[7].eventID.count == 36, "an id was made")
            #expect(fixture.woken == [Lane(tenantID: fixture.tenantID, platform: .meta)])
            // Refused ones do not use up their keys.
            #expect(try await fixture.ingest([Self.event("b")]).map(\.outcome) == [.accepted])
        }
    }

    private static var large: GoogleProtobuf.Struct {
        var properties = GoogleProtobuf.Struct()
        var value = GoogleProtobuf.Value()
        value.kind = .stringValue(String(repeating: "x", count: 2 << 20))
        properties.fields["note"] = value
        return properties
    }

    @Test(arguments: [0, 1001])
    func `a call with too few or too many events is refused as a whole`(_ count: Int) async throws {
        try await Fixture.run { fixture in
            let events = (0..<count).map { Self.event("\($0)") }
            #expect(await Self.code { _ = try await fixture.ingest(events) } == .invalidArgument)
        }
    }

    @Test func `a caller without a tenant is told so`() async throws {
        try await Fixture.run { fixture in
            let context = fixture.context(EventsV1.EventsServiceMethods.ingestEvents.descriptor)
            context.caller?.tenantID = nil
            let code = await Self.code {
                _ = try await fixture.events.ingestEvents(EventsV1.IngestEventsRequest(events: [Self.event("a")]), context: context)
            }
            #expect(code == .permissionDenied)
        }
    }

    @Test func `a thousand events in one call are stored`() async throws {
        try await Fixture.run { fixture in
            let results = try await fixture.ingest((0..<1000).map { Self.event("\($0)") })
            #expect(results.allSatisfy { $0.outcome == .accepted })
        }
    }

    @Test func `a list goes on page after page, and its tokens serve no other list`() async throws {
        try await Fixture.run { fixture in
            _ = try await fixture.ingest((1...5).map { Self.event("\($0)") })
            let first = try await fixture.list { $0.pageSize = 2 }
            #expect(first.deliveries.map(\.eventID) == ["5", "4"])
            let second = try await fixture.list {
                $0.pageSize = 2
                $0.pageToken = first.nextPageToken
            }
            #expect(second.deliveries.map(\.eventID) == ["3", "2"])
            let third = try await fixture.list {
                $0.pageSize = 2
                $0.pageToken = second.nextPageToken
            }
            #expect(third.deliveries.map(\.eventID) == ["1"])
            #expect(third.nextPageToken.isEmpty)
            for change: (inout EventsV1.ListDeliveriesRequest) -> Void in [
                { $0.status = .pending }, { $0.platform = .meta }, { $0.eventID = "1" }, { $0.pageToken = "nonsense" },
                { $0.pageToken.append("A") },
            ] {
                let code = await Self.code {
                    _ = try await fixture.list {
                        $0.pageToken = first.nextPageToken
                        change(&$0)
                    }
                }
                #expect(code == .invalidArgument)
            }
            #expect(
                await Self.code { _ = try await fixture.list({ $0.pageToken = first.nextPageToken }, tenantID: UUID()) } == .invalidArgument
            )
            #expect(await Self.code { _ = try await fixture.list { $0.pageSize = 1001 } } == .invalidArgument)
            #expect(await Self.code { _ = try await fixture.list { $0.pageSize = -1 } } == .invalidArgument)
        }
    }

    @Test func `a delivery is shown stage by stage`() async throws {
        try await Fixture.run { fixture in
            _ = try await fixture.ingest([Self.event("a")])
            try await SettledSample.settle(fixture.tenantID, fixture.parts)
            let id = try #require(try await fixture.list().deliveries.first).id
            let response = try await fixture.get(id)
            #expect(response.delivery?.status == .delivered)
            #expect(response.stages.map(\.stage.rawValue) == [1, 2, 3, 4, 5, 6, 7])
            #expect(response.stages.map(\.note)[1] == "hashed email")
            #expect(response.stages.map(\.note)[2] == "sent as Purchase")
            #expect(response.stages.allSatisfy { !$0.note.isEmpty && $0.at != nil })
            let times = response.stages.compactMap { $0.at?.unixMicroseconds }
            #expect(times == times.sorted())
            #expect(response.attempts.map(\.outcome) == ["retry", "delivered"])
            // The first was made by a mapping that gives other bytes: only its digest can be shown.
            #expect(response.attempts.map(\.maskedRequest) == ["{\"sha256\":\"010203\"}", "{\"masked\":true}"])
            #expect(await Self.code { _ = try await fixture.get(id, tenantID: UUID()) } == .notFound)
            #expect(await Self.code { _ = try await fixture.get("nonsense") } == .notFound)
        }
    }

    @Test func `only a dead or unknown delivery is replayed`() async throws {
        try await Fixture.run { fixture in
            _ = try await fixture.ingest([Self.event("a")])
            let id = try #require(try await fixture.list().deliveries.first).id
            #expect(await Self.code { _ = try await fixture.replay(id) } == .failedPrecondition)
            try await SettledSample.settle(fixture.tenantID, fixture.parts, as: .dead)
            fixture.woken = []
            #expect(try await fixture.replay(id)?.status == .pending)
            #expect(fixture.woken == [Lane(tenantID: fixture.tenantID, platform: .meta)])
            #expect(await Self.code { _ = try await fixture.replay(id) } == .failedPrecondition)
            #expect(await Self.code { _ = try await fixture.replay("nonsense") } == .notFound)
        }
    }

    @Test func `destinations are taken over, and lanes that changed are told`() async throws {
        try await Fixture.run { fixture in
            let lane = Lane(tenantID: UUID(), platform: .meta)
            func apply(_ change: (inout EventsV1.Destination) -> Void = { _ in }) async throws {
                var destination = EventsV1.Destination()
                destination.tenantID = lane.tenantID.uuidString.lowercased()
                destination.platform = .meta
                destination.pixelID = "1"
                destination.version = 1
                destination.isEnabled = true
                change(&destination)
                let method = EventsV1.DestinationServiceMethods.applyDestinations.descriptor
                _ = try await fixture.destinations.applyDestinations(
                    EventsV1.ApplyDestinationsRequest(destinations: [destination]), context: fixture.context(method))
            }
            try await apply()
            try await apply()
            #expect(fixture.reconnected == [lane])
            try await apply { $0.version = 2 }
            #expect(fixture.reconnected == [lane, lane])
            #expect(await Self.code { try await apply { $0.tenantID = "x" } } == .invalidArgument)
            #expect(await Self.code { try await apply { $0.platform = .unspecified } } == .invalidArgument)
        }
    }
}
