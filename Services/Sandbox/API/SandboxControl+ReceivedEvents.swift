import Messages
import RPC

extension SandboxControl {
    private static let pageSizeDefault = 100
    private static let pageSizeMax = 10_000
    /// Bytes of bodies in one page: well below what a message may hold.
    private static let pageBytesMax = 2 << 20
    /// Events read at a time while following.
    private static let watchedAtOnce = 256

    func listReceivedEvents(
        _ request: SandboxV1.ListReceivedEventsRequest, context: CallContext
    ) async throws -> SandboxV1.ListReceivedEventsResponse {
        guard (0...Self.pageSizeMax).contains(Int(request.pageSize)) else {
            throw RPCError.invalidArgument(field: "page_size", "0 to \(Self.pageSizeMax) is expected")
        }
        guard let after = request.pageToken.isEmpty ? 0 : Int64(request.pageToken), after >= 0 else {
            throw RPCError.invalidArgument(field: "page_token", "not a token of this list")
        }
        let size = request.pageSize == 0 ? Self.pageSizeDefault : Int(request.pageSize)
        let platform = try SandboxPlatform(optional: request.platform, field: "platform")
        // One more than the page tells whether another follows.
        var events = world.events(
            after: after, at: platform, eventID: request.eventID.isEmpty ? nil : request.eventID, limit: size + 1)
        let fitting = Self.fitting(events, count: size)
        let isLast = fitting == events.count
        events.removeLast(events.count - fitting)
        return SandboxV1.ListReceivedEventsResponse(
            events: events.map(\.message), nextPageToken: isLast ? "" : "\(events.last?.sequence ?? after)")
    }

    func watchReceivedEvents(
        _ request: SandboxV1.WatchReceivedEventsRequest, responses: ResponseWriter<SandboxV1.WatchReceivedEventsResponse>,
        context: CallContext
    ) async throws {
        let platform = try SandboxPlatform(optional: request.platform, field: "platform")
        // One that was not heard yet is enough: after each, all that has come is read.
        let (arrivals, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        var last = world.latestSequence
        let watch = world.watch { bell.yield() }
        defer { world.unwatch(watch) }
        for await _ in arrivals {
            while let newest = try await send(after: last, at: platform, to: responses) { last = newest }
        }
        try Task.checkCancellation()
    }

    /// Sends some of the events after `sequence`. The sequence of the last of them; nil when there were none.
    private func send(
        after sequence: Int64, at platform: SandboxPlatform?, to responses: ResponseWriter<SandboxV1.WatchReceivedEventsResponse>
    ) async throws -> Int64? {
        let events = world.events(after: sequence, at: platform, eventID: nil, limit: Self.watchedAtOnce)
        for event in events { try await responses.write(SandboxV1.WatchReceivedEventsResponse(event: event.message)) }
        return events.last?.sequence
    }

    /// How many of the events go into one page: at least one.
    private static func fitting(_ events: [ReceivedEvent], count: Int) -> Int {
        var bytes = 0
        for (index, event) in events.prefix(count).enumerated() {
            bytes += event.body.count + 256
            if bytes > pageBytesMax, index > 0 { return index }
        }
        return min(count, events.count)
    }
}
