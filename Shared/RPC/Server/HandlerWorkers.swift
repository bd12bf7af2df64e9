import EventLoop

/// Tasks of one loop that run handlers, one call after another.
///
/// A task made for each call costs six allocations and a third more time than the whole rest of a small call; a task that waits for
/// its next call costs a continuation. A task that had to be cancelled stays cancelled, so it is let go after its call.
/// *Confined* to its loop.
final class HandlerWorkers: @unchecked Sendable {
    /// One task, and the call it runs.
    final class Worker: @unchecked Sendable {
        fileprivate var task: Task<Void, Never>?
        fileprivate var waiting: UnsafeContinuation<ServerCall?, Never>?
        fileprivate var isCancelled = false

        /// Cancels the task on behalf of the call that it runs.
        func cancel() {
            isCancelled = true
            task?.cancel()
        }
    }

    private let loop: EventLoop
    private var idle: [Worker] = []
    private var isClosed = false

    /// Tasks kept waiting, of about 2 KiB each.
    private static let maximumIdle = 256

    init(loop: EventLoop) { self.loop = loop }

    /// Runs a call's handler in a task, in this wake but not within this function.
    func run(_ call: ServerCall) {
        guard let worker = idle.popLast(), let waiting = worker.waiting else { return start(call) }
        worker.waiting = nil
        waiting.resume(returning: call)
    }

    /// Lets the waiting tasks go, and the others after their calls.
    func close() {
        isClosed = true
        let workers = idle
        idle = []
        for worker in workers { worker.waiting?.resume(returning: nil) }
    }

    private func start(_ first: ServerCall) {
        let worker = Worker()
        worker.task = loop.spawn { [self] in
            var next: ServerCall? = first
            while let call = next {
                if call.handlerBegins(in: worker) {
                    do {
                        if call.needsAdmission { try await call.admit() }
                        try await CallContext.$current.withValue(call.context) { try await call.context.entry.handle(call) }
                        call.handlerEnded(nil)
                    } catch {
                        call.handlerEnded(error)
                    }
                }
                guard !worker.isCancelled, !isClosed, idle.count < Self.maximumIdle else { break }
                next = await withUnsafeContinuation {
                    worker.waiting = $0
                    idle.append(worker)
                }
            }
            worker.task = nil
        }
    }
}
