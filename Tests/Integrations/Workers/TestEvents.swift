import Synchronization

@testable import Integrations

/// Events as a pusher sees it: takes down what it is told, and answers as it is told to.
final class TestEvents: Sendable {
    private let state = Mutex(State())

    private struct State {
        var answer: @Sendable ([DestinationChange]) -> PushOutcome = { _ in .taken }
        var calls: [[DestinationChange]] = []
        var taken: [DestinationChange] = []
    }

    func answer(_ answer: @escaping @Sendable ([DestinationChange]) -> PushOutcome) {
        state.withLock { $0.answer = answer }
    }

    /// What it has been told, call by call.
    var calls: [[DestinationChange]] { state.withLock { $0.calls } }

    /// What it has committed, in its order.
    var taken: [DestinationChange] { state.withLock { $0.taken } }

    func push(_ changes: [DestinationChange]) -> PushOutcome {
        state.withLock { state in
            let outcome = state.answer(changes)
            state.calls.append(changes)
            if outcome == .taken { state.taken += changes }
            return outcome
        }
    }
}
