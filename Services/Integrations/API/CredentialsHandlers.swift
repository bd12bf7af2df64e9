import EventLoop
import FoundationEssentials
import Messages
import Operations
import RPC
import Stubs

/// Answers CredentialsService, for our other services. Each call is in a file of its own.
struct CredentialsHandlers: IntegrationsV1.CredentialsServiceHandlers {
    let stores: LoopLocal<ConnectionStore>
    let clock: ServiceClock

    /// A tenant as another service names it.
    static func tenantID(_ text: String) throws(FieldRefusal) -> UUID {
        guard let id = UUID(uuidString: text) else { throw FieldRefusal(field: "tenant_id", description: "must be a UUID") }
        return id
    }
}
