import Messages
package import Secrets
import Synchronization

/// Whose tokens this process believes: the services' own keys, from a file, and Identity's keys, which it fetches or, in Identity itself, sets.
package final class TrustedKeys: Sendable {
    private let state: Mutex<State>

    private struct State {
        var verifier: AccessTokenVerifier
        var generation: UInt64 = 0
        var refresh: (@Sendable () async -> Void)?
        /// Whether Identity's keys are still to come.
        var isWaitingForIdentity = false
    }

    private let serviceKeys: [VerifyingKey]

    init(serviceKeys: [VerifyingKey]) {
        self.serviceKeys = serviceKeys
        state = Mutex(State(verifier: AccessTokenVerifier(keys: serviceKeys)))
    }

    /// Believes these keys of Identity from now on, and no others of its.
    package func setIdentityKeys(_ keys: [VerifyingKey]) {
        state.withLock { state in
            // The services' keys come first: Identity cannot take the place of one.
            state.verifier = AccessTokenVerifier(keys: serviceKeys + keys)
            state.generation += 1
            state.isWaitingForIdentity = false
        }
    }

    /// The verifier now, and a number that changes with it.
    var current: (verifier: AccessTokenVerifier, generation: UInt64) {
        state.withLock { ($0.verifier, $0.generation) }
    }

    /// Whether Identity's keys are still to come: a token that cannot be checked yet is not yet a bad one.
    var isWaitingForIdentity: Bool { state.withLock { $0.isWaitingForIdentity } }

    /// What is to be done when a token names a key that is not known. Identity's keys are awaited from then on.
    func onUnknownKey(_ refresh: @escaping @Sendable () async -> Void) {
        state.withLock { state in
            state.refresh = refresh
            state.isWaitingForIdentity = true
        }
    }

    /// Asks for newer keys, and waits for them a short while.
    func refresh() async {
        await state.withLock { $0.refresh }?()
    }
}
