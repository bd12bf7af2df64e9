import EventLoop
import Operations
import Synchronization

/// Waits on a plain thread for asynchronous work on a loop: how `main` enters and leaves the asynchronous world.
enum LoopAwait {
    /// Runs `body` as a task of the loop and blocks the calling thread until it has ended. Never from a loop.
    static func run<Value: Sendable>(
        on loop: EventLoop, _ body: @escaping @Sendable () async throws -> Value
    ) -> Result<Value, any Error> {
        precondition(!loop.isCurrent, "a loop cannot wait for itself")
        let outcome = Mutex<Result<Value, any Error>?>(nil)
        let done = Semaphore()
        loop.spawn {
            let result: Result<Value, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            outcome.withLock { $0 = result }
            done.post()
        }
        done.wait()
        guard let result = outcome.withLock({ $0 }) else { preconditionFailure("the task ended without a result") }
        return result
    }
}
