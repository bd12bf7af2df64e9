import EventLoop
import Messages
import Operations
import RPC
import Stubs

/// Answers TenantService. Each call is in a file of its own.
struct TenantHandlers: IdentityV1.TenantServiceHandlers {
    let stores: LoopLocal<IdentityStore>
    let issuer: APIKeyIssuer
    let pageTokens: PageTokens
    let clock: ServiceClock
}
