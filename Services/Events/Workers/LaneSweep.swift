import EventLoop
import Operations

/// Looks from time to time which lanes have work and nobody: what was not told, or came due by itself. One for each process, on one loop.
final class LaneSweep: @unchecked Sendable {
    private let loop: EventLoop
    private let lanes: LaneStore
    private let interval: Duration
    private let clock: ServiceClock
    private let log: Log
    private let wake: @Sendable ([Lane]) -> Void
    private var task: Task<Void, Never>?

    /// Lanes of one look.
    private static let lanesMax = 1_000
    private static let timeout: Duration = .seconds(5)

    init(
        loop: EventLoop, lanes: LaneStore, interval: Duration, clock: ServiceClock, log: Log, wake: @escaping @Sendable ([Lane]) -> Void
    ) {
        self.loop = loop
        self.lanes = lanes
        self.interval = interval
        self.clock = clock
        self.log = log
        self.wake = wake
    }

    func start() {
        loop.preconditionIsCurrent()
        task = loop.spawn("lane-sweep") { [self] in
            var isFailing = false
            repeat {
                do {
                    wake(try await lanes.waiting(now: Moment(clock), most: Self.lanesMax, timeout: Self.timeout))
                    isFailing = false
                } catch {
                    if Task.isCancelled { return }
                    if !isFailing { log.warning("lanes with work cannot be looked for", [.error: "\(error)"]) }
                    isFailing = true
                }
            } while (try? await loop.sleep(for: interval)) != nil
        }
    }

    func stop() async {
        loop.preconditionIsCurrent()
        task?.cancel()
        await task?.value
    }
}
