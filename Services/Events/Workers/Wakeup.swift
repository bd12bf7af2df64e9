import EventLoop

/// Wakes one waiting task; a signal that comes while nobody waits is kept. Confined to its loop.
final class Wakeup: @unchecked Sendable {
    private let loop: EventLoop
    private var isSignalled = false
    private var waiter: CheckedContinuation<Void, Never>?
    private var timer: LoopTimer?

    init(loop: EventLoop) { self.loop = loop }

    /// Wakes who waits, or the next one who does.
    func signal() {
        loop.preconditionIsCurrent()
        isSignalled = true
        resume()
    }

    /// Waits for a signal, at most for `limit`. One task at a time.
    func wait(atMost limit: Duration) async {
        loop.preconditionIsCurrent()
        precondition(waiter == nil, "two tasks wait for one wake-up")
        if !isSignalled, limit > .zero {
            await withCheckedContinuation { continuation in
                waiter = continuation
                timer = loop.schedule(after: limit) { self.resume() }
            }
        }
        isSignalled = false
    }

    private func resume() {
        timer?.cancel()
        timer = nil
        waiter?.resume()
        waiter = nil
    }
}
