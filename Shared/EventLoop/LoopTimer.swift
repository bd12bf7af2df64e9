/// Something to do later on one loop. Confined to that loop.
package final class LoopTimer {
    /// When it is due, in the loop's nanoseconds.
    let due: UInt64
    /// Its place in the loop's heap; nil once it has fired or was cancelled.
    var heapIndex: Int?
    var action: (() -> Void)?
    private unowned let loop: EventLoop

    init(due: UInt64, loop: EventLoop, action: @escaping () -> Void) {
        self.due = due
        self.loop = loop
        self.action = action
    }

    /// Takes it back. Does nothing once it has fired.
    package func cancel() {
        loop.cancel(self)
    }
}
