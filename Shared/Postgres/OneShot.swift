import EventLoop

/// One task's wait for one answer, ended by the answer, by a timeout or by cancellation, whichever comes first. Confined to its loop.
final class OneShot<Answer: Sendable>: @unchecked Sendable {
    private let loop: EventLoop
    private var continuation: CheckedContinuation<Answer, any Error>?
    private var timer: LoopTimer?
    private var early: Result<Answer, any Error>?
    /// Whether the wait has ended.
    private(set) var isOver = false

    init(loop: EventLoop) { self.loop = loop }

    /// Waits. `begin` is called once the answer may come.
    func wait(timeout: Duration, timeoutError: @autoclosure @escaping () -> PostgresError, begin: () -> Void) async throws -> Answer {
        loop.preconditionIsCurrent()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if let early {
                    continuation.resume(with: early)
                    return
                }
                self.continuation = continuation
                timer = loop.schedule(after: timeout) { self.finish(.failure(timeoutError())) }
                begin()
            }
        } onCancel: {
            loop.execute { self.finish(.failure(CancellationError())) }
        }
    }

    /// Ends the wait. Only the first end counts; the answer says whether this was it.
    @discardableResult
    func finish(_ result: Result<Answer, any Error>) -> Bool {
        loop.preconditionIsCurrent()
        guard !isOver else { return false }
        isOver = true
        timer?.cancel()
        timer = nil
        if let continuation {
            self.continuation = nil
            continuation.resume(with: result)
        } else {
            early = result
        }
        return true
    }
}
