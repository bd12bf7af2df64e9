import EventLoop

/// A worker's sleep, out of which it can be woken. *Confined* to its loop, but for `wake`. For one sleeper.
final class Wakeup: @unchecked Sendable {
    private let loop: EventLoop
    private var isPending = false
    private var sleeper: CheckedContinuation<Void, Never>?
    private var timer: LoopTimer?

    init(loop: EventLoop) {
        self.loop = loop
    }

    /// Ends the sleep, or the next one before it begins. From any thread.
    func wake() {
        loop.execute { [self] in
            isPending = true
            end()
        }
    }

    /// Returns when woken, and after `duration` at the latest.
    func sleep(for duration: Duration) async {
        loop.preconditionIsCurrent()
        precondition(sleeper == nil, "a wake-up has one sleeper")
        if !isPending {
            await withCheckedContinuation { continuation in
                sleeper = continuation
                timer = loop.schedule(after: duration) { [weak self] in self?.end() }
            }
        }
        isPending = false
    }

    private func end() {
        timer?.cancel()
        timer = nil
        let sleeper = self.sleeper
        self.sleeper = nil
        sleeper?.resume()
    }
}
