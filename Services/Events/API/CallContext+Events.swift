import FoundationEssentials
import RPC

extension CallContext {
    /// What is left for the database: the call's own deadline, and 10 s at most.
    var storeTimeout: Duration { min(remaining ?? .seconds(10), .seconds(10)) }

    /// The caller's tenant. A caller without one, such as staff, has nothing to look for in a tenant's own calls.
    var callersTenantID: UUID {
        get throws(RPCError) {
            guard let text = caller?.tenantID, let id = UUID(uuidString: text) else {
                throw .permissionDenied("this call is for a tenant's own callers", reason: "TENANT_REQUIRED")
            }
            return id
        }
    }
}
