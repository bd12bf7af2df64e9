import EventLoop

/// Something that must be over at a certain time: a call.
class Expiring {
    /// When, in the loop's nanoseconds; `UInt64.max` is never.
    let due: UInt64
    fileprivate unowned(unsafe) var previous: Expiring?
    fileprivate unowned(unsafe) var next: Expiring?
    fileprivate var isListed = false

    init(due: UInt64) { self.due = due }

    /// The time has come. Called at most once, and not after `Deadlines.remove`.
    func expire() {}
}

/// The deadlines of one loop's calls under one timer.
///
/// Nearly every deadline is never reached, so adding and removing cost a few words, and the list is looked through only when the soonest
/// deadline that was added since the last look has come. *Confined* to its loop. Retains the calls; each removes itself when it ends.
final class Deadlines {
    private let loop: EventLoop
    private unowned(unsafe) var first: Expiring?
    private var timer: LoopTimer?
    private var timerDue = UInt64.max

    /// How late a deadline may be noticed, so that a thousand of them a second do not mean as many looks.
    private static let grain: UInt64 = 1_000_000

    init(loop: EventLoop) { self.loop = loop }

    /// Watches a call; it must not be watched already.
    func add(_ call: Expiring) {
        guard call.due != .max else { return }
        call.isListed = true
        _ = Unmanaged.passRetained(call)
        call.next = first
        first?.previous = call
        first = call
        if call.due < timerDue { arm(call.due) }
    }

    func remove(_ call: Expiring) {
        guard call.isListed else { return }
        call.isListed = false
        if let previous = call.previous { previous.next = call.next } else { first = call.next }
        call.next?.previous = call.previous
        call.previous = nil
        call.next = nil
        Unmanaged.passUnretained(call).release()
    }

    private func arm(_ due: UInt64) {
        timer?.cancel()
        timerDue = due
        let now = loop.now
        timer = loop.schedule(afterNanoseconds: (due > now ? due - now : 0) + Self.grain) { [self] in look() }
    }

    private func look() {
        timer = nil
        timerDue = .max
        let now = loop.now
        var expired: [Expiring] = []
        var soonest = UInt64.max
        var next = first
        while let call = next {
            next = call.next
            if call.due <= now { expired.append(call) } else { soonest = min(soonest, call.due) }
        }
        for call in expired where call.isListed {
            remove(call)
            call.expire()
        }
        if soonest < timerDue { arm(soonest) }
    }
}
