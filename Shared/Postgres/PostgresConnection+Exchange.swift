import CPQ
import EventLoop

extension PostgresConnection {
    /// Sends statements in one go and returns their answers in order. When one fails, those after it are skipped, and its error is thrown.
    ///
    /// Outside of a transaction they are one: all of them take effect, or none. `deadline` is the loop's time in nanoseconds.
    func exchange(
        _ sqls: [SQL], deadline: UInt64, role: Exchange.Role = .work, isCancellable: Bool = true
    ) async throws -> [PostgresRows] {
        let exchange = Exchange(role: role, deadline: deadline)
        return try await run(exchange, isCancellable: isCancellable) { handle in
            for sql in sqls where !self.send(sql, for: exchange, on: handle) { return false }
            exchange.isSent = true
            return PQpipelineSync(handle) == 1
        }
    }

    /// Runs a text of several statements, which may not bind parameters: a migration.
    func script(_ text: String, deadline: UInt64) async throws {
        let exchange = Exchange(role: .work, deadline: deadline, isScript: true)
        _ = try await run(exchange, isCancellable: true) { handle in
            exchange.isSent = true
            return PQexitPipelineMode(handle) == 1 && PQsendQuery(handle, text) == 1
        }
    }

    private func run(
        _ exchange: Exchange, isCancellable: Bool, send: (OpaquePointer) -> Bool
    ) async throws -> [PostgresRows] {
        loop.preconditionIsCurrent()
        precondition(self.exchange == nil, "a connection has one exchange at a time")
        if isCancellable { try Task.checkCancellation() }
        guard let handle else { throw PostgresError(.connectionLost, "the connection to the database was lost") }
        guard loop.now < exchange.deadline else { throw PostgresError.deadlinePassed() }
        guard send(handle) else {
            let lost = PostgresError(.connectionLost, "the connection to the database was lost", connection: handle)
            end(lost)
            throw exchange.meaning(of: lost)
        }
        self.exchange = exchange
        exchange.timer = loop.schedule(afterNanoseconds: exchange.deadline &- loop.now &+ Self.deadlineGrace) {
            self.abandon(exchange, PostgresError.deadlinePassed())
        }
        guard isCancellable else { return try await answers(of: exchange) }
        return try await withTaskCancellationHandler {
            try await answers(of: exchange)
        } onCancel: {
            loop.execute { self.cancel(exchange) }
        }
    }

    private func answers(of exchange: Exchange) async throws -> [PostgresRows] {
        try await withCheckedThrowingContinuation { continuation in
            exchange.continuation = continuation
            flush()
        }
    }

    private func cancel(_ exchange: Exchange) {
        guard self.exchange === exchange else { return }
        exchange.timer?.cancel()
        exchange.timer = loop.schedule(after: Self.cancellationGrace) { self.abandon(exchange, CancellationError()) }
    }

    /// Gives an exchange up: asks the server to stop, and closes the connection, because a late cancel could meet another's statement.
    private func abandon(_ exchange: Exchange, _ error: any Error) {
        guard self.exchange === exchange, let handle else { return }
        if let cancel = PQgetCancel(handle) {
            let cancel = CancelHandle(pointer: cancel)
            // PQcancel connects and waits.
            if !HelperThread.run({ cancel.send() }) { PQfreeCancel(cancel.pointer) }
        }
        end(error)
    }

    private func send(_ sql: SQL, for exchange: Exchange, on handle: OpaquePointer) -> Bool {
        let count = pointers.point(at: sql.buffer)
        switch statements.way(for: sql) {
        case .unnamed:
            exchange.steps.append(.statement)
            return PQsendQueryParams(
                handle, sql.text, count, pointers.types, pointers.values, pointers.lengths, pointers.formats, 1) == 1
        case .prepareFirst(let name):
            exchange.steps.append(.prepare(text: sql.text))
            guard PQsendPrepare(handle, name, sql.text, count, pointers.types) == 1 else { return false }
            exchange.steps.append(.statement)
            return PQsendQueryPrepared(handle, name, count, pointers.values, pointers.lengths, pointers.formats, 1) == 1
        case .prepared(let name):
            exchange.steps.append(.statement)
            return PQsendQueryPrepared(handle, name, count, pointers.values, pointers.lengths, pointers.formats, 1) == 1
        }
    }
}

/// What is needed to cancel a session's statement from another thread. *Owns* a `PGcancel`, freed by `send`.
private struct CancelHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    func send() {
        var reason = [CChar](repeating: 0, count: 256)
        _ = PQcancel(pointer, &reason, Int32(reason.count))
        PQfreeCancel(pointer)
    }
}
