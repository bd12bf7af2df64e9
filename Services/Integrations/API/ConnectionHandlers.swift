import EventLoop
import Messages
import Operations
import RPC
import Stubs

/// Answers ConnectionService. Each call is in a file of its own.
struct ConnectionHandlers: IntegrationsV1.ConnectionServiceHandlers {
    let stores: LoopLocal<ConnectionStore>
    let trials: LoopLocal<CredentialsTrial>
    let clock: ServiceClock
    /// Says that there is something in the outbox.
    let wakeOutbox: @Sendable () -> Void
}
