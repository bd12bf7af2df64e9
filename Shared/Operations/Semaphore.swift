import Glibc

/// A counting semaphore.
///
/// *Owns* a `sem_t`, freed with it; no thread may be waiting then. Any thread may call.
package final class Semaphore: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>

    package init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Makes a global semaphore exist before a signal handler needs it.
    func touch() {}

    package func post() {
        sem_post(semaphore)
    }

    /// Blocks the calling thread: never on a loop.
    package func wait() {
        while sem_wait(semaphore) != 0 {}
    }
}
