import Messages
import Operations
import RPC
import Stubs

extension Command {
    static let tenantsCommands = [
        Command(
            CommandSpecification(
                "tenants create", "make a tenant and its first API key (for operators)", operands: ["SLUG"],
                options: [
                    .option("display-name", "NAME", "its name as shown", isRequired: true),
                    .option("currency", "CODE", "ISO 4217; of events that name none", isRequired: true),
                    .option("credentials", "FILE", "where to write the key, 0600; standard output when not given"),
                ],
                example: "tenants create demo --display-name 'Demo shop' --currency GBP"),
            createTenant),
        Command(CommandSpecification("tenants list", "all tenants (for operators)"), listTenants),
    ]

    /// Everything that a tenant's own programs may do now.
    private static let firstKeyScopes = [
        "events:write", "deliveries:read", "deliveries:replay", "connections:manage", "connections:read", "api_keys:manage",
    ]

    /// A tenant that is there already gets one more key: so a call that was cut off between the two can be repeated.
    @Sendable private static func createTenant(_ arguments: Arguments, _ session: Session) async throws {
        let client = IdentityV1.TenantServiceClient(try session.operatorClient(.identity))
        var tenant = IdentityV1.CreateTenantRequest()
        tenant.slug = arguments.operands[0]
        tenant.displayName = try arguments.required("display-name")
        tenant.currency = try arguments.required("currency")
        do {
            _ = try await client.createTenant(tenant)
            session.terminal.note("tenant \(tenant.slug) made")
        } catch let error as RPCError where error.code == .alreadyExists {
            session.terminal.note("tenant \(tenant.slug) is there already; it gets one more key")
        }
        var key = IdentityV1.IssueAPIKeyRequest()
        key.tenantSlug = tenant.slug
        key.displayName = "first key"
        key.scopes = firstKeyScopes
        let response = try await client.issueAPIKey(key)
        guard let path = arguments["credentials"] else {
            session.terminal.emit(response.secret + "\n")
            return
        }
        try File.write(response.secret + "\n", to: path, isPrivate: true)
        session.terminal.json(#"{"slug":"\#(tenant.slug)"}"#)
        session.terminal.say("the API key of \(tenant.slug) is in \(path)")
    }

    @Sendable private static func listTenants(_ arguments: Arguments, _ session: Session) async throws {
        let client = IdentityV1.TenantServiceClient(try session.operatorClient(.identity))
        var request = IdentityV1.ListTenantsRequest()
        var tenants: [IdentityV1.Tenant] = []
        repeat {
            request.pageSize = 1000
            let response = try await client.listTenants(request)
            tenants += response.tenants
            request.pageToken = response.nextPageToken
        } while !request.pageToken.isEmpty
        for tenant in tenants { session.terminal.json(try tenant.json(JSONOptions())) }
        session.terminal.table(
            ["SLUG", "NAME", "CURRENCY", "MADE"],
            tenants.map { [$0.slug, $0.displayName, $0.currency, TimeText.utc($0.createdAt)] })
    }
}
