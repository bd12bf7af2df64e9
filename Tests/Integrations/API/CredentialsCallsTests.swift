import Foundation
import Messages
import RPC
import Testing

@testable import Integrations

@Suite("Credentials calls")
struct CredentialsCallsTests {
    private func get(_ api: TestAPI, _ tenant: String, _ platform: AdvertisingV1.Platform = .meta) async throws
        -> IntegrationsV1.GetEventsCredentialsResponse
    {
        try await api.credentials.getEventsCredentials(
            IntegrationsV1.GetEventsCredentialsRequest(tenantID: tenant, platform: platform), context: api.context())
    }

    private func report(_ api: TestAPI, _ tenant: UUID, version: Int64) async throws {
        _ = try await api.credentials.reportRefusedCredentials(
            IntegrationsV1.ReportRefusedCredentialsRequest(
                tenantID: tenant.uuidString, platform: .meta, version: version, reason: "Error\nvalidating"), context: api.context())
    }

    @Test func `only Events may call`() {
        for method in IntegrationsV1.CredentialsServiceMethods.descriptor.methods {
            #expect(method.access.rule == .services(["events"]), "\(method.name)")
        }
    }

    @Test func `credentials come with the version that they are`() async throws {
        try await TestAPI.run { api in
            let tenant = UUID()
            _ = try await api.connect(tenant, pixel: "1")
            _ = try await api.connect(tenant, pixel: "2")
            let response = try await get(api, tenant.uuidString)
            #expect(response.version == 2)
            #expect(response.credentials == TestAPI.request(pixel: "2"))
        }
    }

    @Test func `a tenant without a connection has none`() async throws {
        try await TestAPI.run { api in
            let tenant = UUID()
            _ = try await api.connect(tenant)
            for (id, platform) in [(UUID(), AdvertisingV1.Platform.meta), (tenant, .google)] {
                let error = await #expect(throws: RPCError.self) { try await get(api, id.uuidString, platform) }
                #expect(error?.code == .notFound && error?.reason == "CONNECTION_UNKNOWN")
            }
        }
    }

    @Test func `refused credentials are not given out again until the tenant connects`() async throws {
        try await TestAPI.run { api in
            let tenant = UUID()
            _ = try await api.connect(tenant)
            try await report(api, tenant, version: 1)
            try await report(api, tenant, version: 1)
            let error = await #expect(throws: RPCError.self) { try await get(api, tenant.uuidString) }
            #expect(error?.code == .failedPrecondition && error?.reason == "CONNECTION_NEEDS_RECONNECT")
            let listed = try await api.connections.listConnections(
                IntegrationsV1.ListConnectionsRequest(), context: api.context(tenant: tenant))
            #expect(listed.connections.map(\.status) == [.needsReconnect])
            _ = try await api.connect(tenant)
            try await report(api, tenant, version: 1)
            #expect(try await get(api, tenant.uuidString).version == 2)
        }
    }

    @Test(arguments: [
        ("", AdvertisingV1.Platform.meta, Int64(1), "tenant_id"), ("x", .meta, 1, "tenant_id"),
        (UUID().uuidString, .unspecified, 1, "platform"), (UUID().uuidString, .unrecognized(77), 1, "platform"),
        (UUID().uuidString, .meta, 0, "version"), (UUID().uuidString, .meta, -1, "version"),
    ])
    func `a wrong field is named`(tenant: String, platform: AdvertisingV1.Platform, version: Int64, field: String) async throws {
        try await TestAPI.run { api in
            let refusal = await #expect(throws: FieldRefusal.self) {
                try await api.credentials.reportRefusedCredentials(
                    IntegrationsV1.ReportRefusedCredentialsRequest(tenantID: tenant, platform: platform, version: version),
                    context: api.context())
            }
            #expect(refusal?.field == field)
            guard field != "version" else { return }
            let other = await #expect(throws: FieldRefusal.self) { try await get(api, tenant, platform) }
            #expect(other?.field == field)
        }
    }
}
