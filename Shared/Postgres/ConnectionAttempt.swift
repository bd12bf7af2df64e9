import CPQ
import EventLoop
import Glibc

/// One try to connect, driven by readiness. Confined to its loop.
///
/// *Owns* a `PGconn` until it hands it over or fails. libpq opens another socket when it tries the next address or gives up encryption, so
/// the watch is renewed at each step.
final class ConnectionAttempt: @unchecked Sendable {
    private let loop: EventLoop
    private let answer: OneShot<Handle>
    private var handle: OpaquePointer?
    private var watched: Int32 = -1

    struct Handle: @unchecked Sendable { let pointer: OpaquePointer }

    init(loop: EventLoop) {
        self.loop = loop
        answer = OneShot(loop: loop)
    }

    /// Connects. `settings` are libpq's, host and address among them. Throws `notConnected`.
    func connect(_ settings: [(String, String)], timeout: Duration) async throws -> OpaquePointer {
        do {
            return try await answer.wait(
                timeout: timeout, timeoutError: PostgresError(.notConnected, "the database did not let us in in time")
            ) { start(settings) }.pointer
        } catch {
            dispose()
            throw error
        }
    }

    private func start(_ settings: [(String, String)]) {
        let keywords = settings.map { strdup($0.0) } + [nil]
        let values = settings.map { strdup($0.1) } + [nil]
        defer { for pointer in keywords + values { free(pointer) } }
        let started = keywords.map { UnsafePointer($0) }.withUnsafeBufferPointer { keywords in
            values.map { UnsafePointer($0) }.withUnsafeBufferPointer { PQconnectStartParams(keywords.baseAddress, $0.baseAddress, 0) }
        }
        handle = started
        guard let started, PQstatus(started) != CONNECTION_BAD else { return fail() }
        // Notices would go to standard error.
        PQsetNoticeProcessor(started, { _, _ in }, nil)
        watch(for: .writable)
    }

    private func advance() {
        guard let handle else { return }
        unwatch()
        switch PQconnectPoll(handle) {
        case PGRES_POLLING_READING: watch(for: .readable)
        case PGRES_POLLING_WRITING: watch(for: .writable)
        case PGRES_POLLING_OK:
            self.handle = nil
            if !answer.finish(.success(Handle(pointer: handle))) { PQfinish(handle) }
        default: fail()
        }
    }

    private func fail() {
        answer.finish(.failure(PostgresError(.notConnected, "the database cannot be reached or did not let us in", connection: handle)))
    }

    private func watch(for interest: Readiness) {
        watched = PQsocket(handle)
        do {
            try loop.watch(watched, for: interest, handler: self)
        } catch {
            watched = -1
            answer.finish(.failure(error))
        }
    }

    private func unwatch() {
        if watched >= 0 { loop.unwatch(watched) }
        watched = -1
    }

    private func dispose() {
        unwatch()
        if let handle { PQfinish(handle) }
        handle = nil
    }
}

extension ConnectionAttempt: ReadinessHandler {
    func ready(_ readiness: Readiness) { advance() }
}
