import Glibc
import Synchronization

/// Told by the handler, waited for by the thread of `Lifecycle.watch`. Global because a signal handler can reach nothing else.
private let arrival = Semaphore()
/// The signal that came first; 0 before.
private let firstSignal = Atomic<Int32>(0)

/// The signals of a process's life: the first SIGTERM or SIGINT asks it to drain, the second ends it at once.
package enum Lifecycle {
    /// Takes over SIGTERM and SIGINT, and ignores SIGPIPE. Among the first things `main` does: a signal that comes before `watch` is kept for
    /// it. A second signal ends the process with code 1, whatever it is doing.
    package static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        arrival.touch()
        for number in [SIGTERM, SIGINT] {
            var action = sigaction()
            action.sa_flags = Int32(SA_RESTART)
            // An atomic exchange, `sem_post` and `_exit` are all that happens here: each may be called in a handler (signal-safety(7)).
            action.__sigaction_handler.sa_handler = { number in
                let (isFirst, _) = firstSignal.compareExchange(expected: 0, desired: number, ordering: .sequentiallyConsistent)
                if isFirst { arrival.post() } else { _exit(1) }
            }
            sigaction(number, &action, nil)
        }
        // A mask is inherited: a parent that blocks these signals must not make a process that cannot be asked to end.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Waits for the first signal on a thread of its own; `prepare` has been called. `drain` is called once, on that thread, with the signal's
    /// number, and may block.
    package static func watch(drain: @escaping @Sendable (Int32) -> Void) {
        Thread.start(name: "signals") {
            arrival.wait()
            drain(firstSignal.load(ordering: .sequentiallyConsistent))
        }
    }
}
