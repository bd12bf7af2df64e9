import EventLoop
import Messages
import RPC
import Stubs

/// What the sandbox's Meta took: the far end of the events' way, and the judge of what was delivered.
struct SandboxLedger: Sendable {
    private let client: SandboxV1.SandboxServiceClient
    private static let pageSize: Int32 = 2000
    /// How long one question may take; a page of the ledger is some megabytes.
    private static let timeout: Duration = .seconds(30)

    init(_ client: RPCClient) { self.client = SandboxV1.SandboxServiceClient(client) }

    func reset() async throws { _ = try await client.reset(SandboxV1.ResetRequest(), timeout: Self.timeout) }

    func totals() async throws -> SandboxV1.GetReceivedTotalsResponse {
        var request = SandboxV1.GetReceivedTotalsRequest()
        request.platform = .meta
        return try await client.getReceivedTotals(request, timeout: Self.timeout)
    }

    /// Calls `body` with the id and the time, in nanoseconds since 1970, of every event that was taken.
    func forEach(_ body: (String, Int64) -> Void) async throws {
        var request = SandboxV1.ListReceivedEventsRequest()
        request.platform = .meta
        request.pageSize = Self.pageSize
        repeat {
            let page = try await client.listReceivedEvents(request, timeout: Self.timeout)
            for event in page.events { body(event.eventID, event.receivedAt?.unixNanoseconds ?? 0) }
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty
    }
}
