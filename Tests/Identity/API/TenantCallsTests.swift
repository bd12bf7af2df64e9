import Foundation
import Messages
import RPC
import Testing

@testable import Identity

@Suite("Tenant calls")
struct TenantCallsTests {
    @Test func `a tenant that is made is listed, and found by its own callers`() async throws {
        try await TestAPI.run { api in
            let (tenant, _, secret) = try await api.makeTenant("demo", scopes: ["events:write"])
            #expect(UUID(uuidString: tenant.id) != nil)
            #expect(tenant.slug == "demo" && tenant.displayName == "Shop" && tenant.currency == "GBP" && tenant.createdAt != nil)
            let listed = try await api.tenants.listTenants(IdentityV1.ListTenantsRequest(), context: api.staff)
            #expect(listed.tenants == [tenant])
            let own = try await api.tenants.getOwnTenant(IdentityV1.GetOwnTenantRequest(), context: try await api.context(key: secret))
            #expect(own.tenant == tenant)
        }
    }

    @Test(arguments: [
        (IdentityV1.CreateTenantRequest(slug: "De mo", displayName: "Demo", currency: "GBP"), ["slug"]),
        (IdentityV1.CreateTenantRequest(slug: "demo", displayName: " ", currency: "GBP"), ["display_name"]),
        (IdentityV1.CreateTenantRequest(slug: "demo", displayName: "Demo", currency: "XXX"), ["currency"]),
        (IdentityV1.CreateTenantRequest(), ["slug", "display_name", "currency"]),
    ])
    func `every wrong field is named at once`(request: IdentityV1.CreateTenantRequest, fields: [String]) async throws {
        try await TestAPI.run { api in
            let error = await #expect(throws: RPCError.self) { try await api.tenants.createTenant(request, context: api.staff) }
            #expect(error?.code == .invalidArgument)
            #expect(error?.fields == fields)
            #expect(error?.reason == "FIELD_INVALID")
            #expect(error?.message.hasPrefix("\(fields[0]): ") == true)
        }
    }

    @Test func `a slug is taken once`() async throws {
        try await TestAPI.run { api in
            _ = try await api.makeTenant("demo", scopes: ["events:write"])
            let error = await #expect(throws: RPCError.self) { try await api.makeTenant("demo", scopes: ["events:write"]) }
            #expect(error?.code == .alreadyExists)
            #expect(error?.reason == "TENANT_SLUG_TAKEN")
        }
    }

    @Test func `pages follow each other, and their tokens are good for nothing else`() async throws {
        try await TestAPI.run { api in
            for slug in ["aa", "bb", "cc"] { _ = try await api.makeTenant(slug, scopes: ["api_keys:manage"]) }
            let first = try await api.tenants.listTenants(IdentityV1.ListTenantsRequest(pageSize: 2), context: api.staff)
            #expect(first.tenants.map(\.slug) == ["aa", "bb"])
            let second = try await api.tenants.listTenants(
                IdentityV1.ListTenantsRequest(pageSize: 2, pageToken: first.nextPageToken), context: api.staff)
            #expect(second.tenants.map(\.slug) == ["cc"])
            #expect(second.nextPageToken.isEmpty)
            for token in [
                "x", "YWE", first.nextPageToken + "A", String(first.nextPageToken.dropLast(4)), String(repeating: "A", count: 100_000),
            ] {
                let error = await #expect(throws: FieldRefusal.self) {
                    try await api.tenants.listTenants(IdentityV1.ListTenantsRequest(pageToken: token), context: api.staff)
                }
                #expect(error?.field == "page_token")
                #expect(error?.rpcError.code == .invalidArgument)
            }
        }
    }

    @Test func `staff has no tenant of its own`() async throws {
        try await TestAPI.run { api in
            let error = await #expect(throws: RPCError.self) {
                try await api.tenants.getOwnTenant(IdentityV1.GetOwnTenantRequest(), context: api.staff)
            }
            #expect(error?.code == .permissionDenied)
            #expect(error?.reason == "TENANT_REQUIRED")
        }
    }

    @Test func `a key for an unknown tenant is refused`() async throws {
        try await TestAPI.run { api in
            let error = await #expect(throws: RPCError.self) {
                try await api.tenants.issueAPIKey(
                    IdentityV1.IssueAPIKeyRequest(tenantSlug: "nobody", displayName: "x", scopes: ["events:write"]), context: api.staff)
            }
            #expect(error?.code == .notFound)
            #expect(error?.reason == "TENANT_UNKNOWN")
        }
    }
}
