import EventLoop

/// One timer of the loop serves all timers of a connection. It is set again when it fires, not when a due time moves,
/// so that a busy connection does not touch it.
extension HTTP2Connection {
    /// The time `delay` from now, in the loop's nanoseconds.
    func after(_ delay: Duration) -> UInt64 {
        let (due, overflow) = loop.now.addingReportingOverflow(delay.wholeNanoseconds)
        return overflow ? .max : due
    }

    func startIdling() {
        guard phase == .open else { return }
        idleDue = after(configuration.idleTimeout)
    }

    /// At the end of a wake: the timer fires no later than the soonest due time.
    func armNext() {
        let due = soonestDue
        if due < timerDue { arm(due) }
    }

    func arm(_ due: UInt64) {
        timer?.cancel()
        timerDue = due
        let now = loop.now
        timer = loop.schedule(afterNanoseconds: due > now ? due - now : 0) { [unowned self] in timerFired() }
    }

    private var soonestDue: UInt64 {
        min(min(handshakeDue, headerDue, writeDue), min(idleDue, noticeDue, lingerDue))
    }

    private func timerFired() {
        timer = nil
        timerDue = .max
        let now = loop.now
        if lingerDue <= now {
            close(endReason ?? .local)
        } else if writeDue <= now {
            close(.timedOut(.write))
        } else if handshakeDue <= now {
            handshakeDue = .max
            end(.timedOut(.handshake), .settingsTimeout)
        } else if headerDue <= now {
            headerDue = .max
            end(.timedOut(.header), .enhanceYourCalm)
        } else if noticeDue <= now {
            finishDrain()
        } else if idleDue <= now {
            idleDue = .max
            drain()
        }
        if phase != .closed { armNext() }
    }
}
