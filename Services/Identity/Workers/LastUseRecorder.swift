import EventLoop
import FoundationEssentials
import Operations
import Synchronization

/// Writes down when API keys were last used: gathered on its loop, written together every so often, so that an exchange writes nothing.
///
/// *Confined* to its loop. Uses gathered when the process is killed are lost, and with them some minutes of exactness.
final class LastUseRecorder: @unchecked Sendable {
    private let loop: EventLoop
    private let store: IdentityStore
    private let interval: Duration
    private let log: Log
    private var uses = LastUses(keysMax: keysMax)
    private var task: Task<Void, Never>?

    /// Keys gathered between two writes on one loop: more than a loop exchanges in that time.
    private static let keysMax = 10_000
    /// How long one write may take.
    private static let timeout = Duration.seconds(10)

    init(store: IdentityStore, interval: Duration, loop: EventLoop, log: Log) {
        self.store = store
        self.interval = interval
        self.loop = loop
        self.log = log
    }

    /// Takes down that a key was used. On the loop.
    func note(tenantID: UUID, apiKeyID: UUID, at time: Date) {
        loop.preconditionIsCurrent()
        uses.note(LastUses.Key(tenantID: tenantID, apiKeyID: apiKeyID), at: time)
    }

    /// Begins to write. From any thread.
    func start() {
        loop.execute { [self] in
            task = loop.spawn("last-uses") { [self] in
                while (try? await loop.sleep(for: interval)) != nil { await write() }
            }
        }
    }

    /// Writes what is left, and ends.
    func stop() async {
        await withCheckedContinuation { continuation in
            loop.execute { [self] in
                loop.spawn { [self] in
                    task?.cancel()
                    await task?.value
                    await write()
                    continuation.resume()
                }
            }
        }
    }

    private func write() async {
        guard !uses.isEmpty else { return }
        let taken = uses.take()
        do {
            try await store.record(taken, timeout: Self.timeout)
        } catch {
            uses.putBack(taken)
            log.warning("last uses of API keys were not written; they will be", [.count: .int(taken.count), .error: .string("\(error)")])
        }
    }
}
