/// One task's wait on a loop, ended by its timer or by cancellation, whichever comes first. Confined to the loop.
final class Sleeper: @unchecked Sendable {
    private let loop: EventLoop
    private var continuation: CheckedContinuation<Void, any Error>?
    private var timer: LoopTimer?
    private var isCancelled = false

    init(loop: EventLoop) { self.loop = loop }

    func start(_ delay: Duration, _ continuation: CheckedContinuation<Void, any Error>) {
        guard loop.isCurrent else {
            loop.execute { self.start(delay, continuation) }
            return
        }
        if isCancelled {
            continuation.resume(throwing: CancellationError())
            return
        }
        self.continuation = continuation
        timer = loop.schedule(after: delay) { self.finish(.success(())) }
    }

    func cancel() {
        isCancelled = true
        timer?.cancel()
        finish(.failure(CancellationError()))
    }

    private func finish(_ result: Result<Void, any Error>) {
        timer = nil
        continuation?.resume(with: result)
        continuation = nil
    }
}
