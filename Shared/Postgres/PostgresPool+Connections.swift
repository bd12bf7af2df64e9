import EventLoop
import Operations
import Resilience

/// How connections come, go round and go.
extension PostgresPool {
    /// A connection of the caller's own until `release`. Throws `poolExhausted`, `notConnected`, `poolClosed` or `CancellationError`.
    func acquire(until deadline: UInt64) async throws -> PostgresConnection {
        guard !isDraining else { throw Self.closed }
        try Task.checkCancellation()
        if waiters.count == 0, let connection = idle.popLast() { return connection }
        guard waiters.count < configuration.waitersMax else {
            counts.refusals += 1
            throw PostgresError(.poolExhausted, "too many calls wait for a database connection")
        }
        guard deadline > loop.now else { throw PostgresError.deadlinePassed() }
        let waiter = OneShot<PostgresConnection>(loop: loop)
        waiters.append(waiter)
        do {
            return try await waiter.wait(
                timeout: .nanoseconds(Int64(clamping: deadline - loop.now)), timeoutError: self.waitedInVain, begin: serve)
        } catch {
            // Those whom the pool refused are no longer in the queue.
            if !(error is PoolRefusal) { waiters.gaveUp() }
            counts.refusals += 1
            throw (error as? PoolRefusal)?.error ?? error
        }
    }

    /// Takes a connection back, and gives it to the next who waits if it is fit.
    func release(_ connection: PostgresConnection) {
        guard connection.isOpen else { return }
        guard !isDraining, connection.isReusable else {
            connection.close()
            return
        }
        if let waiter = waiters.popFirst() {
            waiter.finish(.success(connection))
        } else {
            idle.append(connection)
        }
    }

    /// Opens as many connections as are wanted and allowed.
    func serve() {
        guard !isDraining, retryTimer == nil else { return }
        while !idle.isEmpty, let waiter = waiters.popFirst() { waiter.finish(.success(idle.removeLast())) }
        let wanted = max(waiters.count, configuration.poolMinimum - openConnections.count)
        while opening < wanted, openConnections.count + opening < configuration.poolSize {
            opening += 1
            loop.spawn("postgres connect") { await self.openOne() }
        }
    }

    private var waitedInVain: PostgresError {
        if let lastFailure, openConnections.isEmpty { return lastFailure }
        return PostgresError(.poolExhausted, "no database connection became free in time")
    }

    private func openOne() async {
        do {
            let connection = try await PostgresConnection.open(configuration, on: loop)
            opening -= 1
            add(connection)
        } catch {
            opening -= 1
            failed(error as? PostgresError ?? PostgresError(.notConnected, "the database cannot be reached", detail: "\(error)"))
        }
        reportDrained()
    }

    private func add(_ connection: PostgresConnection) {
        guard !isDraining else { return connection.close() }
        if failures > 0 { log?.info("the database is reachable", [.attempt: .int(failures + 1)]) }
        failures = 0
        lastFailure = nil
        counts.connects += 1
        openConnections[ObjectIdentifier(connection)] = connection
        connection.onEnd = { [weak self, unowned connection] in self?.ended(connection) }
        release(connection)
    }

    private func ended(_ connection: PostgresConnection) {
        openConnections[ObjectIdentifier(connection)] = nil
        idle.removeAll { $0 === connection }
        serve()
        reportDrained()
    }

    private func failed(_ error: PostgresError) {
        guard !isDraining else { return }
        counts.connectFailures += 1
        failures += 1
        lastFailure = error
        // A pool that never had a connection says so by what `connect` throws.
        if failures == 1, counts.connects > 0 { log?.warning("the database cannot be reached", [.error: .string(error.description)]) }
        // With connections left, those who wait may still get one of them.
        if openConnections.isEmpty {
            while let waiter = waiters.popFirst() { waiter.finish(.failure(PoolRefusal(error: error))) }
        }
        guard retryTimer == nil else { return }
        let delay = Self.backoff.delay(afterAttempt: failures, using: &random)
        retryTimer = loop.schedule(after: delay) { [weak self] in
            self?.retryTimer = nil
            self?.serve()
        }
    }

    private func reportDrained() {
        guard isDraining, openConnections.isEmpty, opening == 0 else { return }
        drained?.finish(.success(()))
    }
}

/// How the pool ends a wait itself, told apart from a wait that ended by its timer.
struct PoolRefusal: Error {
    let error: PostgresError
}
