import EventLoop

extension EventLoop {
    /// Runs `body` on the loop: at once when the caller is there, otherwise soon.
    func onLoop(_ body: @escaping @Sendable () -> Void) {
        if isCurrent { body() } else { execute(body) }
    }
}
