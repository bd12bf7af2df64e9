import Foundation
import HTTPServer
import Messages
import RPC
import Synchronization
import Testing
import TestSupport

@testable import Integrations

@Suite("Connection calls")
struct ConnectionCallsTests {
    @Test func `a connection is tried, stored and listed, and Events is to be told`() async throws {
        try await TestAPI.run { api in
            let tenant = UUID()
            let connection = try await api.connect(tenant)
            #expect(connection.platform == .meta && connection.status == .connected && connection.version == 1)
            #expect(connection.pixelID == "1234" && connection.pixelName == "Shop pixel")
            #expect(connection.connectedAt != nil && connection.updatedAt == connection.connectedAt)
            let listed = try await api.connections.listConnections(
                IntegrationsV1.ListConnectionsRequest(), context: api.context(tenant: tenant))
            #expect(listed.connections == [connection])
            #expect(api.meta.wakes.load(ordering: .relaxed) == 1)
            #expect(try await api.test.outboxRows().count == 1)
        }
    }

    @Test func `trying stores nothing`() async throws {
        try await TestAPI.run { api in
            let tenant = UUID()
            api.meta.accept("1234", named: "Shop pixel")
            let response = try await api.connections.testConnection(
                IntegrationsV1.TestConnectionRequest(credentials: TestAPI.request(pixel: "1234")), context: api.context(tenant: tenant))
            #expect(response.pixelName == "Shop pixel")
            let listed = try await api.connections.listConnections(
                IntegrationsV1.ListConnectionsRequest(), context: api.context(tenant: tenant))
            #expect(listed.connections.isEmpty)
            #expect(try await api.test.outboxRows().isEmpty)
        }
    }

    @Test func `the token goes to Meta in a header and stands in no address`() async throws {
        try await TestAPI.run { api in
            _ = try await api.connect(UUID())
            #expect(api.meta.requests.withLock { $0 } == ["GET /v25.0/1234?fields=id,name Bearer \(TestAPI.token)"])
        }
    }

    @Test(arguments: [
        (nil, ["credentials"]),
        (IntegrationsV1.EventsCredentials(), ["credentials"]),
        (TestAPI.request(pixel: "12a"), ["credentials.meta.pixel_id"]),
        (TestAPI.request(pixel: "1", token: "two words"), ["credentials.meta.access_token"]),
    ])
    func `a wrong field is named and Meta not asked`(credentials: IntegrationsV1.EventsCredentials?, fields: [String]) async throws {
        try await TestAPI.run { api in
            let refusals = [
                await #expect(throws: FieldRefusal.self) {
                    try await api.connections.connect(
                        IntegrationsV1.ConnectRequest(credentials: credentials), context: api.context(tenant: UUID()))
                },
                await #expect(throws: FieldRefusal.self) {
                    try await api.connections.testConnection(
                        IntegrationsV1.TestConnectionRequest(credentials: credentials), context: api.context(tenant: UUID()))
                },
            ]
            for refusal in refusals {
                let error = try #require(refusal?.rpcError)
                #expect(error.code == .invalidArgument && error.reason == "FIELD_INVALID")
                #expect(error.detail(GoogleRPC.BadRequest.self)?.fieldViolations.map(\.field) == fields)
            }
            #expect(api.meta.requests.withLock { $0 }.isEmpty)
        }
    }

    @Test func `what Meta refuses is not stored, and its reason is told`() async throws {
        try await TestAPI.run { api in
            let tenant = UUID()
            let before = try await api.connect(tenant)
            api.meta.answer(
                401, #"{"error":{"message":"Error validating access token","type":"OAuthException","code":190,"error_subcode":463}}"#)
            let error = await #expect(throws: RPCError.self) {
                try await api.connections.connect(
                    IntegrationsV1.ConnectRequest(credentials: TestAPI.request(pixel: "99")), context: api.context(tenant: tenant))
            }
            #expect(error?.code == .failedPrecondition && error?.reason == "CREDENTIALS_REFUSED")
            #expect(error?.message.contains("Error validating access token") == true)
            #expect(error?.message.contains(TestAPI.token) == false)
            let listed = try await api.connections.listConnections(
                IntegrationsV1.ListConnectionsRequest(), context: api.context(tenant: tenant))
            #expect(listed.connections == [before])
        }
    }

    @Test(arguments: [
        HTTPServerResponse(status: 503), HTTPServerResponse.text(200, "<html>gateway</html>"),
        HTTPServerResponse(status: 200, delay: .seconds(30)),
    ])
    func `a Meta without an answer is said to be out of reach, with when to come back`(response: HTTPServerResponse) async throws {
        try await TestAPI.run { api in
            api.meta.response.withLock { $0 = response }
            let error = await #expect(throws: RPCError.self) {
                try await api.connections.connect(
                    IntegrationsV1.ConnectRequest(credentials: TestAPI.request(pixel: "1")), context: api.context(tenant: UUID()))
            }
            #expect(error?.code == .unavailable && error?.reason == "PLATFORM_UNREACHABLE")
            #expect(error?.detail(GoogleRPC.RetryInfo.self) != nil)
            let rows = try await api.test.outboxRows()
            #expect(rows.isEmpty)
        }
    }

    @Test func `a caller without a tenant is refused`() async throws {
        try await TestAPI.run { api in
            let error = await #expect(throws: RPCError.self) {
                try await api.connections.listConnections(IntegrationsV1.ListConnectionsRequest(), context: api.context())
            }
            #expect(error?.code == .permissionDenied && error?.reason == "TENANT_REQUIRED")
        }
    }
}
