import EventLoop
import HTTPServer
import Messages
import RPC
import Stubs
import Testing

@testable import Sandbox

@Suite("Control of the sandbox")
struct SandboxControlTests {
    private let world = SandboxWorld(
        meta: MetaFace(), ledger: ReceivedLedger(eventsMax: 1000, bodyBytesMax: 1 << 20), now: { testNow * 1_000_000_000 })

    /// A sandbox's control with a client, over a real connection.
    private func withClient(_ body: @escaping @Sendable (SandboxV1.SandboxServiceClient, EventLoop) async throws -> Void) async throws {
        let thread = try EventLoop(name: "test").start()
        let loop = thread.loop
        let server = RPCServer(
            configuration: RPCServerConfiguration(address: "127.0.0.1:0"), loops: [loop], services: [SandboxControl(world: world)],
            interceptors: [])
        let port = try await server.start()
        let client = RPCClient(target: "127.0.0.1:\(port)", loops: [loop])
        let result: Result<Void, any Error> = await withCheckedContinuation { continuation in
            loop.spawn {
                do {
                    try await body(SandboxV1.SandboxServiceClient(client), loop)
                    continuation.resume(returning: .success(()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        await server.drain(grace: .seconds(1))
        loop.stop()
        thread.join()
        try result.get()
    }

    @Test func `a fault that is set strikes, and clearing ends it`() async throws {
        let world = world
        try await withClient { client, _ in
            let fault = SandboxV1.Fault(platform: .meta, kind: .serverError)
            _ = try await client.setFault(SandboxV1.SetFaultRequest(fault: fault))
            #expect(world.answer(MetaRequests.post([MetaRequests.event()])).status == 500)
            _ = try await client.clearFaults(SandboxV1.ClearFaultsRequest())
            #expect(world.answer(MetaRequests.post([MetaRequests.event()])).status == 200)
        }
    }

    @Test func `a fault that makes no sense is refused, naming the field`() async throws {
        let faults: [(SandboxV1.Fault, String)] = [
            (SandboxV1.Fault(platform: .meta), "fault.kind"), (SandboxV1.Fault(kind: .reset), "fault.platform"),
            (SandboxV1.Fault(platform: .tiktok, kind: .reset), "fault.platform"),
            (SandboxV1.Fault(platform: .meta, kind: .reset, requests: -1), "fault.requests"),
            (SandboxV1.Fault(platform: .meta, kind: .reset, percent: 101), "fault.percent"),
            (SandboxV1.Fault(platform: .meta, kind: .latency, delay: GoogleProtobuf.Duration(seconds: -1)), "fault.delay"),
        ]
        try await withClient { client, _ in
            for (fault, field) in faults {
                let error = await #expect(throws: RPCError.self) { _ = try await client.setFault(SandboxV1.SetFaultRequest(fault: fault)) }
                #expect(error?.code == .invalidArgument)
                #expect(error?.message.hasPrefix(field) == true)
            }
        }
    }

    @Test func `received events come in pages, with their totals, until a reset`() async throws {
        let world = world
        for number in 0..<25 { _ = world.answer(MetaRequests.post([MetaRequests.event(["event_id": "\"e\(number)\""])])) }
        try await withClient { client, _ in
            var request = SandboxV1.ListReceivedEventsRequest(platform: .meta, pageSize: 10)
            var ids: [String] = []
            var pages = 0
            repeat {
                let page = try await client.listReceivedEvents(request)
                ids += page.events.map(\.eventID)
                request.pageToken = page.nextPageToken
                pages += 1
            } while !request.pageToken.isEmpty
            #expect(ids == (0..<25).map { "e\($0)" })
            #expect(pages == 3)
            let totals = try await client.getReceivedTotals(SandboxV1.GetReceivedTotalsRequest(platform: .meta))
            #expect(totals == SandboxV1.GetReceivedTotalsResponse(requests: 25, events: 25, counted: 25))
            let one = try await client.listReceivedEvents(SandboxV1.ListReceivedEventsRequest(eventID: "e7"))
            #expect(one.events.map(\.body) == [MetaRequests.event(["event_id": "\"e7\""])])
            _ = try await client.reset(SandboxV1.ResetRequest())
            #expect(try await client.listReceivedEvents(SandboxV1.ListReceivedEventsRequest()).events.isEmpty)
            for bad in [
                SandboxV1.ListReceivedEventsRequest(pageSize: -1), .init(pageSize: 10_001), .init(pageToken: "x"), .init(pageToken: "-1"),
            ] {
                let error = await #expect(throws: RPCError.self) { _ = try await client.listReceivedEvents(bad) }
                #expect(error?.code == .invalidArgument)
            }
        }
    }

    @Test func `a page ends before it is too large for a message`() async throws {
        let long = "{\"value\":1,\"currency\":\"GBP\",\"note\":\"\(String(repeating: "x", count: 300_000))\"}"
        let roomy = SandboxWorld(
            meta: MetaFace(), ledger: ReceivedLedger(eventsMax: 100, bodyBytesMax: 1 << 30), now: { testNow * 1_000_000_000 })
        for number in 0..<20 {
            _ = roomy.answer(MetaRequests.post([MetaRequests.event(["event_id": "\"e\(number)\"", "custom_data": long])]))
        }
        let control = SandboxControl(world: roomy)
        let thread = try EventLoop(name: "test").start()
        let context = CallContext(method: SandboxV1.SandboxServiceMethods.listReceivedEvents.descriptor, loop: thread.loop)
        var request = SandboxV1.ListReceivedEventsRequest(pageSize: 100)
        var (ids, largest): ([String], Int) = ([], 0)
        repeat {
            let page = try await control.listReceivedEvents(request, context: context)
            ids += page.events.map(\.eventID)
            largest = max(largest, page.packed(headroom: 0).count)
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty
        #expect(ids == (0..<20).map { "e\($0)" })
        #expect(largest < 3 << 20)
        thread.loop.stop()
        thread.join()
    }

    @Test func `a watcher sees what is taken from now on, in its order`() async throws {
        let world = world
        _ = world.answer(MetaRequests.post([MetaRequests.event(["event_id": "\"before\""])]))
        try await withClient { client, loop in
            let stream = try await client.watchReceivedEvents(SandboxV1.WatchReceivedEventsRequest(platform: .meta), timeout: .seconds(30))
            var number = 0
            // The watch begins when the call has arrived: whoever watches is seen by what comes later.
            let feeder = loop.spawn {
                while !Task.isCancelled {
                    _ = world.answer(MetaRequests.post([MetaRequests.event(["event_id": "\"e\(number)\""])]))
                    number += 1
                    try? await loop.sleep(for: .milliseconds(2))
                }
            }
            var ids: [String] = []
            while ids.count < 20, let response = try await stream.next() { ids.append(response.event?.eventID ?? "") }
            feeder.cancel()
            await feeder.value
            let first = try #require(ids.first.flatMap { Int($0.dropFirst()) })
            #expect(ids == (first..<first + 20).map { "e\($0)" })
        }
    }
}
