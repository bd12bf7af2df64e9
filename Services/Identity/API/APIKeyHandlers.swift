import EventLoop
import Messages
import Operations
import RPC
import Stubs

/// Answers APIKeyService. Each call is in a file of its own.
struct APIKeyHandlers: IdentityV1.APIKeyServiceHandlers {
    let stores: LoopLocal<IdentityStore>
    let issuer: APIKeyIssuer
    let pageTokens: PageTokens
    let clock: ServiceClock
}
