import CMicroHTTPD
import Glibc

/// Suspended connections and when each goes on. One thread serves them all; it is started by the first.
///
/// *Owns* its thread, a mutex and a condition. *Confined*: any thread may call.
final class DelayedResumptions: @unchecked Sendable {
    private struct Entry {
        let due: UInt64
        let connection: OpaquePointer
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var entries: [Entry] = []
    private var isStopping = false
    private var thread: pthread_t?

    init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Suspends the connection until `delay` has passed or the server stops. False when it stops already: then go on at once.
    func suspend(_ connection: OpaquePointer, for delay: Duration) -> Bool {
        let (seconds, attoseconds) = delay.components
        // A day is longer than any fault lasts, and keeps the sum within its type.
        let nanoseconds = UInt64(clamping: min(max(seconds, 0), 86_400)) * 1_000_000_000 + UInt64(max(attoseconds, 0) / 1_000_000_000)
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isStopping else { return false }
        MHD_suspend_connection(connection)
        entries.append(Entry(due: Self.now() + nanoseconds, connection: connection))
        if thread == nil { startThread() }
        pthread_cond_signal(condition)
        return true
    }

    /// Lets all go on and ends the thread. No connection is suspended after it.
    func stop() {
        pthread_mutex_lock(mutex)
        isStopping = true
        for entry in entries { MHD_resume_connection(entry.connection) }
        entries = []
        let thread = thread
        self.thread = nil
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
        if let thread { pthread_join(thread, nil) }
    }

    private func startThread() {
        var started = pthread_t()
        let code = pthread_create(
            &started, nil,
            { context in
                Unmanaged<DelayedResumptions>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(code == 0, "pthread_create: \(String(cString: strerror(code)))")
        thread = started
    }

    private func run() {
        pthread_mutex_lock(mutex)
        while !isStopping {
            let now = Self.now()
            for entry in entries where entry.due <= now { MHD_resume_connection(entry.connection) }
            entries.removeAll { $0.due <= now }
            if let soonest = entries.map(\.due).min() {
                var until = timespec(tv_sec: Int(soonest / 1_000_000_000), tv_nsec: Int(soonest % 1_000_000_000))
                pthread_cond_timedwait(condition, mutex, &until)
            } else {
                pthread_cond_wait(condition, mutex)
            }
        }
        pthread_mutex_unlock(mutex)
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
