import CEpoll
import Glibc
import Synchronization

/// One thread that waits for descriptors, timers and jobs, and runs the tasks that belong to it.
///
/// *Owns* an epoll descriptor, an eventfd and its thread. *Confined*: what says so is called on the loop only, and traps elsewhere;
/// `enqueue`, `execute`, `spawn` and `stop` may be called from any thread.
///
/// The loop is the `TaskExecutor` of the tasks that `spawn` makes: an `async` function called by them runs on this thread and may use
/// what is confined to the loop without hopping. A bare `Task {}` would leave the loop, so `spawn` is the one way.
package final class EventLoop: TaskExecutor, @unchecked Sendable {
    /// The name of its thread, 15 bytes at most.
    package let name: String

    private let epoll: Int32
    private let wakeUp: Int32
    private let inbox = Mutex(Inbox())
    private let threadID = Atomic<UInt>(0)

    // Confined to the loop's thread.
    private var slots: [Slot] = []
    private var timers = TimerHeap()
    private var jobs: [UnownedJob] = []
    private var runningJobs: [UnownedJob] = []
    private var wakeEndHandlers: [any WakeEndHandler] = []
    private var endingHandlers: [any WakeEndHandler] = []
    private var dispatchEndHandler: (any WakeEndHandler)?
    private var cachedNow: UInt64 = 0
    private let events: UnsafeMutablePointer<epoll_event>

    /// Events taken from the kernel in one wake.
    private static let eventsPerWake = 256
    /// Rounds of jobs in one wake before descriptors are looked at again, so that jobs that make jobs cannot starve them.
    private static let jobRoundsPerWake = 32

    /// Work handed over by other threads.
    private struct Inbox {
        var jobs: [UnownedJob] = []
        var bodies: [@Sendable () -> Void] = []
        var isAwake = false
        var isStopping = false
    }

    /// A watched descriptor; the generation tells a reused descriptor from the one an event was meant for.
    private struct Slot {
        var handler: (any ReadinessHandler)?
        var generation: UInt32 = 0
    }

    package init(name: String) throws(EventLoopError) {
        self.name = name
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw EventLoopError(operation: "epoll_create1") }
        wakeUp = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard wakeUp >= 0 else {
            close(epoll)
            throw EventLoopError(operation: "eventfd")
        }
        events = .allocate(capacity: Self.eventsPerWake)
        guard stratum_epoll_control(epoll, EPOLL_CTL_ADD, wakeUp, stratum_epoll_in, UInt64(UInt32(bitPattern: wakeUp))) == 0 else {
            throw EventLoopError(operation: "epoll_ctl")
        }
    }

    deinit {
        close(epoll)
        close(wakeUp)
        events.deallocate()
    }

    // MARK: Life

    /// Starts the loop on a thread of its own, which keeps the loop alive until `stop`.
    package func start() -> LoopThread {
        LoopThread(running: self)
    }

    /// Ends `run` after the wake that sees it. From any thread.
    package func stop() {
        inbox.withLock { $0.isStopping = true }
        wake()
    }

    /// Runs the loop on the calling thread until `stop`.
    package func run() {
        threadID.store(UInt(pthread_self()), ordering: .releasing)
        _ = name.withCString { pthread_setname_np(pthread_self(), $0) }
        while runOnce() {}
        threadID.store(0, ordering: .releasing)
    }

    /// Whether the caller is on this loop's thread.
    package var isCurrent: Bool { threadID.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Traps when the caller is not on this loop's thread.
    package func preconditionIsCurrent(_ caller: StaticString = #function) {
        precondition(isCurrent, "\(caller) was called off its loop")
    }

    // MARK: Work

    /// Runs `body` on the loop. From any thread; bodies of one thread keep their order.
    package func execute(_ body: @escaping @Sendable () -> Void) {
        let isAsleep = inbox.withLock { inbox in
            inbox.bodies.append(body)
            defer { inbox.isAwake = true }
            return !inbox.isAwake
        }
        if isAsleep { wake() }
    }

    /// Starts a task that runs on the loop. The one way to start a task: it is cancelled by whoever holds it.
    @discardableResult
    package func spawn(_ name: String? = nil, _ body: sending @escaping @isolated(any) () async -> Void) -> Task<Void, Never> {
        Task(name: name, executorPreference: self, operation: body)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            jobs.append(job)
            return
        }
        let isAsleep = inbox.withLock { inbox in
            inbox.jobs.append(job)
            defer { inbox.isAwake = true }
            return !inbox.isAwake
        }
        if isAsleep { wake() }
    }

    // MARK: Descriptors. On the loop.

    /// Watches a descriptor. The caller keeps the descriptor open until `unwatch`, and keeps the handler's loop the same.
    package func watch(_ descriptor: Int32, for interest: Readiness, handler: any ReadinessHandler) throws(EventLoopError) {
        preconditionIsCurrent()
        let index = Int(descriptor)
        while slots.count <= index { slots.append(Slot()) }
        slots[index].generation &+= 1
        slots[index].handler = handler
        try control(EPOLL_CTL_ADD, descriptor, interest)
    }

    /// Changes what a watched descriptor is watched for.
    package func rewatch(_ descriptor: Int32, for interest: Readiness) throws(EventLoopError) {
        preconditionIsCurrent()
        try control(EPOLL_CTL_MOD, descriptor, interest)
    }

    /// Ends the watch: the handler is not called again, not even for what this wake has already seen.
    package func unwatch(_ descriptor: Int32) {
        preconditionIsCurrent()
        guard Int(descriptor) < slots.count, slots[Int(descriptor)].handler != nil else { return }
        slots[Int(descriptor)].handler = nil
        slots[Int(descriptor)].generation &+= 1
        _ = stratum_epoll_control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0)
    }

    // MARK: Time. On the loop.

    /// The monotonic time at which this wake began, in nanoseconds: cheap, and the same for all that one wake does.
    package var now: UInt64 { cachedNow == 0 ? Self.monotonicNanoseconds() : cachedNow }

    /// The monotonic clock, in nanoseconds. From any thread.
    package static func monotonicNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    /// Runs `action` on the loop after `delay`, unless it is cancelled before.
    @discardableResult
    package func schedule(after delay: Duration, _ action: @escaping () -> Void) -> LoopTimer {
        schedule(afterNanoseconds: delay.wholeNanoseconds, action)
    }

    /// As `schedule(after:)`, for hot paths.
    @discardableResult
    package func schedule(afterNanoseconds delay: UInt64, _ action: @escaping () -> Void) -> LoopTimer {
        preconditionIsCurrent()
        let (due, overflow) = now.addingReportingOverflow(delay)
        let timer = LoopTimer(due: overflow ? .max : due, loop: self, action: action)
        timers.insert(timer)
        return timer
    }

    func cancel(_ timer: LoopTimer) {
        preconditionIsCurrent()
        timers.remove(timer)
        timer.action = nil
    }

    /// Waits on the loop. Throws `CancellationError` as soon as the task is cancelled.
    package func sleep(for delay: Duration) async throws {
        let sleeper = Sleeper(loop: self)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { sleeper.start(delay, $0) }
        } onCancel: {
            execute { sleeper.cancel() }
        }
    }

    // MARK: The end of a wake. On the loop.

    /// Has `handler` called once at the end of this wake. The caller asks once for each wake.
    package func atWakeEnd(_ handler: any WakeEndHandler) {
        preconditionIsCurrent()
        wakeEndHandlers.append(handler)
    }

    /// Has `handler` called as soon as the readiness handler that is being called has returned and the jobs that it made have run,
    /// instead of at the end of the wake. Only from `ready`; the last one to ask is called.
    package func atDispatchEnd(_ handler: any WakeEndHandler) {
        preconditionIsCurrent()
        dispatchEndHandler = handler
    }

    // MARK: One wake

    private func runOnce() -> Bool {
        let count = epoll_wait(epoll, events, Int32(Self.eventsPerWake), millisecondsToWait())
        cachedNow = Self.monotonicNanoseconds()
        if count > 0 {
            for index in 0..<count {
                dispatch(index)
                // While what it left in the caches is still there.
                runJobs()
                endDispatch()
            }
        }
        while let timer = timers.popDue(at: cachedNow) {
            let action = timer.action
            timer.action = nil
            action?()
        }
        let goesOn = drainInbox()
        runJobs()
        endWake()
        return goesOn
    }

    private func millisecondsToWait() -> Int32 {
        if !jobs.isEmpty || !wakeEndHandlers.isEmpty { return 0 }
        let hasWork = inbox.withLock { inbox in
            let hasWork = !inbox.jobs.isEmpty || !inbox.bodies.isEmpty || inbox.isStopping
            inbox.isAwake = hasWork
            return hasWork
        }
        if hasWork { return 0 }
        guard let soonest = timers.soonest else { return -1 }
        let now = Self.monotonicNanoseconds()
        guard soonest.due > now else { return 0 }
        // Rounded up: waking early would spin.
        return Int32(clamping: (soonest.due - now + 999_999) / 1_000_000)
    }

    private func dispatch(_ index: Int32) {
        let payload = stratum_epoll_payload(events, index)
        let descriptor = Int32(truncatingIfNeeded: payload & 0xffff_ffff)
        if descriptor == wakeUp {
            var counter: UInt64 = 0
            _ = read(wakeUp, &counter, 8)
            return
        }
        let slot = slots[Int(descriptor)]
        guard let handler = slot.handler, slot.generation == UInt32(payload >> 32) else { return }
        let bits = stratum_epoll_events(events, index)
        var readiness: Readiness = []
        if bits & stratum_epoll_in != 0 { readiness.insert(.readable) }
        if bits & stratum_epoll_out != 0 { readiness.insert(.writable) }
        if bits & stratum_epoll_hang_up != 0 { readiness.insert(.hangUp) }
        if bits & stratum_epoll_error != 0 { readiness.insert(.error) }
        handler.ready(readiness)
    }

    private func drainInbox() -> Bool {
        var bodies: [@Sendable () -> Void] = []
        let goesOn = inbox.withLock { inbox in
            swap(&bodies, &inbox.bodies)
            jobs.append(contentsOf: inbox.jobs)
            inbox.jobs.removeAll(keepingCapacity: true)
            return !inbox.isStopping
        }
        for body in bodies { body() }
        return goesOn
    }

    private func runJobs() {
        for _ in 0..<Self.jobRoundsPerWake where !jobs.isEmpty {
            swap(&jobs, &runningJobs)
            for job in runningJobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            runningJobs.removeAll(keepingCapacity: true)
        }
    }

    private func endDispatch() {
        guard let handler = dispatchEndHandler else { return }
        dispatchEndHandler = nil
        handler.wakeEnded()
    }

    private func endWake() {
        guard !wakeEndHandlers.isEmpty else { return }
        swap(&wakeEndHandlers, &endingHandlers)
        for handler in endingHandlers { handler.wakeEnded() }
        endingHandlers.removeAll(keepingCapacity: true)
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ interest: Readiness) throws(EventLoopError) {
        var bits: UInt32 = 0
        if interest.contains(.readable) { bits |= stratum_epoll_in }
        if interest.contains(.writable) { bits |= stratum_epoll_out }
        let payload = UInt64(slots[Int(descriptor)].generation) << 32 | UInt64(UInt32(bitPattern: descriptor))
        guard stratum_epoll_control(epoll, operation, descriptor, bits, payload) == 0 else {
            throw EventLoopError(operation: "epoll_ctl")
        }
    }

    private func wake() {
        var one: UInt64 = 1
        _ = write(wakeUp, &one, 8)
    }
}
