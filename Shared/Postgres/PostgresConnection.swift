import CPQ
package import EventLoop

/// One session with a server, in libpq's pipeline mode: what is sent together costs one round trip.
///
/// *Owns* a `PGconn`, finished by `close` or when the server ends it. *Confined* to its loop. *Valid*: answers own their memory and outlive it.
/// One exchange at a time; who holds the connection sees to that. The loop keeps the connection alive until it is closed.
package final class PostgresConnection: @unchecked Sendable {
    package let loop: EventLoop
    /// Called once when the connection ends, whoever ended it.
    var onEnd: (() -> Void)?
    /// Called for each notification, with channel and payload.
    var onNotification: ((String, String) -> Void)?

    var handle: OpaquePointer?
    var exchange: Exchange?
    var statements: StatementCache
    let pointers = ParameterPointers()
    private let descriptor: Int32
    private var isWatchedForWriting = false
    /// A statement that was prepared no longer fits the schema, or is gone: a fresh connection is the cure.
    private var isStale = false

    /// The server cancels a statement at its deadline; when it has not said so after this, the connection is closed.
    static let deadlineGrace: UInt64 = 50_000_000
    /// A cancelled task's statement may end by itself for this long, because a new connection costs more than most statements.
    static let cancellationGrace: Duration = .milliseconds(100)

    /// Takes over a connected `PGconn`.
    init(handle: OpaquePointer, loop: EventLoop, preparesStatements: Bool) throws {
        self.handle = handle
        self.loop = loop
        descriptor = PQsocket(handle)
        statements = StatementCache(isEnabled: preparesStatements)
        guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else {
            PQfinish(handle)
            throw PostgresError(.notConnected, "the connection to the database cannot be used")
        }
        do {
            try loop.watch(descriptor, for: .readable, handler: self)
        } catch {
            PQfinish(handle)
            throw error
        }
    }

    /// Whether it may be given to someone: open, with nothing under way and no transaction left over.
    var isReusable: Bool {
        guard let handle, exchange == nil, !isStale else { return false }
        return PQtransactionStatus(handle) == PQTRANS_IDLE
    }

    var isOpen: Bool { handle != nil }

    /// Whether a transaction is open on the server, be it sound or failed.
    var isInTransaction: Bool {
        guard let handle else { return false }
        return PQtransactionStatus(handle) != PQTRANS_IDLE
    }

    /// Ends the session. What was under way fails as lost.
    package func close() {
        end(PostgresError(.connectionLost, "the connection to the database was closed"))
    }

    func end(_ error: any Error) {
        loop.preconditionIsCurrent()
        guard let handle else { return }
        self.handle = nil
        loop.unwatch(descriptor)
        PQfinish(handle)
        if let exchange {
            self.exchange = nil
            exchange.resume(with: .failure(exchange.meaning(of: error)))
        }
        let onEnd = onEnd
        self.onEnd = nil
        onNotification = nil
        onEnd?()
    }

    // MARK: Reading and writing

    /// Sends what libpq holds; what the socket does not take now goes when it is writable.
    func flush() {
        guard let handle else { return }
        let answer = PQflush(handle)
        if answer < 0 {
            receive()
            return
        }
        let wantsWriting = answer == 1
        guard wantsWriting != isWatchedForWriting else { return }
        isWatchedForWriting = wantsWriting
        do {
            try loop.rewatch(descriptor, for: wantsWriting ? [.readable, .writable] : .readable)
        } catch {
            end(error)
        }
    }

    private func receive() {
        guard let handle else { return }
        let isAlive = PQconsumeInput(handle) == 1
        while let notification = PQnotifies(handle) {
            let (channel, payload) = (String(cString: notification.pointee.relname), String(cString: notification.pointee.extra))
            PQfreemem(notification)
            onNotification?(channel, payload)
            // The handler may have closed the connection.
            guard self.handle != nil else { return }
        }
        readAnswers()
        guard !isAlive, self.handle != nil else { return }
        let lost = PostgresError(.connectionLost, "the connection to the database was lost", connection: self.handle)
        end(exchange?.error.map { $0.kind == .connectionLost ? $0 : lost } ?? lost)
    }

    private func readAnswers() {
        while let exchange, let handle, PQisBusy(handle) == 0 {
            guard let result = PQgetResult(handle) else {
                if PQstatus(handle) == CONNECTION_BAD { return }
                if exchange.isScript { finishScript(exchange, handle) }
                continue
            }
            switch PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC:
                PQclear(result)
                finish(exchange)
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                take(PostgresRows(result), for: exchange)
            case PGRES_PIPELINE_ABORTED:
                PQclear(result)
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                PQclear(result)
                end(PostgresError(.unexpectedAnswer, "COPY is not spoken here"))
            default:
                let error = PostgresError(result: result)
                PQclear(result)
                note(error, for: exchange)
            }
        }
    }

    private func take(_ rows: PostgresRows, for exchange: Exchange) {
        let position = exchange.position
        exchange.position += 1
        guard !exchange.isScript, position < exchange.steps.count else {
            exchange.answers.append(rows)
            return
        }
        switch exchange.steps[position] {
        case .prepare(let text): statements.prepared(text)
        case .statement: exchange.answers.append(rows)
        }
    }

    private func note(_ error: PostgresError, for exchange: Exchange) {
        // 0A000: a prepared statement's columns have changed. 26000: it is gone.
        if error.sqlState == .featureNotSupported || error.sqlState?.rawValue == "26000" { isStale = true }
        guard exchange.error == nil else { return }
        let isTimeout = error.sqlState == .queryCanceled && loop.now &+ 2 * Self.deadlineGrace >= exchange.deadline
        exchange.error = isTimeout ? .deadlinePassed(sqlState: .queryCanceled) : error
    }

    private func finish(_ exchange: Exchange) {
        self.exchange = nil
        if let error = exchange.error {
            statements.forgetUnprepared()
            exchange.resume(with: .failure(error))
        } else {
            exchange.resume(with: .success(exchange.answers))
        }
    }

    private func finishScript(_ exchange: Exchange, _ handle: OpaquePointer) {
        guard PQenterPipelineMode(handle) == 1 else {
            end(PostgresError(.connectionLost, "the connection to the database cannot be used"))
            return
        }
        finish(exchange)
    }
}

extension PostgresConnection: ReadinessHandler {
    package func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) { flush() }
        if !readiness.isDisjoint(with: [.readable, .hangUp, .error]) { receive() }
    }
}
