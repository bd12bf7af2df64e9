import Glibc

/// The thread on which a loop runs.
package final class LoopThread: @unchecked Sendable {
    /// The loop that it runs.
    package let loop: EventLoop
    private var thread = pthread_t()

    /// Starts the thread at once.
    init(running loop: EventLoop) {
        self.loop = loop
        let context = Unmanaged.passRetained(loop).toOpaque()
        let code = pthread_create(
            &thread, nil,
            { context in
                let loop = Unmanaged<EventLoop>.fromOpaque(context!).takeRetainedValue()
                loop.run()
                return nil
            }, context)
        precondition(code == 0, "pthread_create: \(String(cString: strerror(code)))")
    }

    /// Waits until the loop has stopped. Not from the loop itself, and once only.
    package func join() {
        pthread_join(thread, nil)
    }
}
