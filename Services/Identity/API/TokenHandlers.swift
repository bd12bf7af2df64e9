import EventLoop
import Messages
import Operations
import RPC
import Secrets
import Stubs

/// Answers TokenService. Each call is in a file of its own.
struct TokenHandlers: IdentityV1.TokenServiceHandlers {
    let stores: LoopLocal<IdentityStore>
    let hasher: KeyedHasher
    let tokens: TokenIssuer
    let operatorKey: OperatorKey
    /// Counts failures with API keys, and apart from them those with the operator key.
    let apiKeyGate: ExchangeGate
    let operatorKeyGate: ExchangeGate
    let clock: ServiceClock
    /// Takes down that a key was used; called on the loop of the call.
    let noteUse: @Sendable (APIKeyGrant, EventLoop) -> Void
}
