import Messages
import Synchronization

/// How each service of this process is, and who wants to hear when that changes.
final class HealthRegistry: Sendable {
    private let state: Mutex<State>

    private struct State {
        var statuses: [String: GRPCHealthV1.HealthCheckResponse.ServingStatus]
        var watchers: [Int: Watcher] = [:]
        var nextWatcher = 0
    }

    private struct Watcher {
        let service: String
        let changes: AsyncStream<GRPCHealthV1.HealthCheckResponse.ServingStatus>.Continuation
    }

    /// Starts with every service, and the server as a whole under the empty name, not serving.
    init(services: [String]) {
        state = Mutex(State(statuses: Dictionary(uniqueKeysWithValues: ([""] + services).map { ($0, .notServing) })))
    }

    /// All states; the server as a whole under the empty name.
    var statuses: [String: GRPCHealthV1.HealthCheckResponse.ServingStatus] { state.withLock { $0.statuses } }

    /// The state of one service; nil when there is no such service.
    func status(of service: String) -> GRPCHealthV1.HealthCheckResponse.ServingStatus? { state.withLock { $0.statuses[service] } }

    /// Sets every state.
    func set(isServing: Bool) {
        state.withLock { state in
            for service in state.statuses.keys { state.statuses[service] = isServing ? .serving : .notServing }
            for watcher in state.watchers.values { watcher.changes.yield(state.statuses[watcher.service] ?? .serviceUnknown) }
        }
    }

    /// The state now and at each change, only the newest of those not yet taken. Ends with the watcher's task.
    func changes(of service: String) -> AsyncStream<GRPCHealthV1.HealthCheckResponse.ServingStatus> {
        let (stream, changes) = AsyncStream.makeStream(
            of: GRPCHealthV1.HealthCheckResponse.ServingStatus.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            changes.yield(state.statuses[service] ?? .serviceUnknown)
            let number = state.nextWatcher
            state.nextWatcher += 1
            state.watchers[number] = Watcher(service: service, changes: changes)
            return number
        }
        changes.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.watchers.removeValue(forKey: number) }
        }
        return stream
    }

    /// Ends every watch: the server is going.
    func endWatches() {
        let watchers = state.withLock { state in
            defer { state.watchers = [:] }
            return state.watchers.values
        }
        for watcher in watchers { watcher.changes.finish() }
    }
}
