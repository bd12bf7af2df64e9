package import EventLoop
package import Operations
import Resilience

/// The connections of one loop to one database. Confined to the loop.
///
/// A call waits for a connection until its deadline, in a bounded queue. Connections that end are dropped and made again with backoff, so the
/// pool recovers by itself when the server comes back; while it is away, callers are refused as soon as the next attempt has failed.
/// A connection goes to the next caller only when nothing is under way on it and no transaction is open.
package final class PostgresPool: @unchecked Sendable {
    package let configuration: PostgresConfiguration
    package let loop: EventLoop
    let log: Log?

    var idle: [PostgresConnection] = []
    var openConnections: [ObjectIdentifier: PostgresConnection] = [:]
    var waiters = PoolWaiters()
    var opening = 0
    var failures = 0
    var lastFailure: PostgresError?
    var retryTimer: LoopTimer?
    var counts = PoolStatistics()
    var isDraining = false
    var drained: OneShot<Void>?
    var random = SystemRandomNumberGenerator()

    static let backoff = Backoff(initial: .milliseconds(50), cap: .seconds(1), least: .milliseconds(10), jitter: .equal)

    package init(configuration: PostgresConfiguration, loop: EventLoop, log: Log? = nil) {
        let (size, minimum) = (configuration.poolSize, configuration.poolMinimum)
        precondition(size > 0 && minimum >= 0 && minimum <= size, "a pool has at least one connection")
        self.configuration = configuration
        self.loop = loop
        self.log = log
    }

    // MARK: Statements

    /// Runs `body` in a transaction: commits what it did when it returns, rolls it back when it throws.
    ///
    /// `timeout` bounds all of it, the wait for a connection included. Throws what `body` throws, or a `PostgresError`;
    /// `commitOutcomeUnknown` when the connection ended during the commit. A cancelled task's statements throw `CancellationError`.
    package func withTransaction<Answer>(
        tenants: TenantScope = .none, timeout: Duration, isolation: TransactionIsolation = .readCommitted,
        _ body: (PostgresTransaction) async throws -> Answer
    ) async throws -> Answer {
        let deadline = deadline(in: timeout)
        let connection = try await acquire(until: deadline)
        defer { release(connection) }
        let transaction = PostgresTransaction(on: connection, tenants: tenants, isolation: isolation, deadline: deadline)
        let answer: Answer
        do {
            answer = try await body(transaction)
        } catch {
            await transaction.rollBack()
            throw error
        }
        do {
            try await transaction.commit()
        } catch {
            await transaction.rollBack()
            throw error
        }
        return answer
    }

    /// Runs statements as one transaction in one round trip, the commit included, and returns their answers in order.
    ///
    /// All of them take effect, or none. The cheapest way to do what needs no answer in between.
    package func pipelined(_ statements: [SQL], tenants: TenantScope = .none, timeout: Duration) async throws -> [PostgresRows] {
        let deadline = deadline(in: timeout)
        let connection = try await acquire(until: deadline)
        defer { release(connection) }
        let settings = SQL.settings(tenants: tenants, remaining: deadline &- min(loop.now, deadline))
        return Array(try await connection.exchange([settings] + statements, deadline: deadline, role: .commit).dropFirst())
    }

    /// Runs one statement as a transaction of its own, and returns its rows.
    @discardableResult
    package func query(_ sql: SQL, tenants: TenantScope = .none, timeout: Duration) async throws -> PostgresRows {
        try await pipelined([sql], tenants: tenants, timeout: timeout)[0]
    }

    /// Runs one statement as a transaction of its own, and returns how many rows it changed.
    @discardableResult
    package func execute(_ sql: SQL, tenants: TenantScope = .none, timeout: Duration) async throws -> Int {
        try await query(sql, tenants: tenants, timeout: timeout).affectedCount
    }

    // MARK: Life

    /// Connects once, to see at the start that the database is there. Throws `StartError` with exit code 69.
    package func connect(timeout: Duration) async throws {
        do {
            release(try await acquire(until: deadline(in: timeout)))
        } catch let error as PostgresError {
            let address = configuration.address
            throw StartError.unavailable("The database at \(address) cannot be used: \(lastFailure ?? error).")
        }
    }

    /// Lets what is under way finish, refusing what comes after, and closes all connections; those in use after `grace` are cut.
    package func drain(grace: Duration) async {
        loop.preconditionIsCurrent()
        isDraining = true
        retryTimer?.cancel()
        while let waiter = waiters.popFirst() { waiter.finish(.failure(PoolRefusal(error: Self.closed))) }
        while let connection = idle.popLast() { connection.close() }
        if !openConnections.isEmpty || opening > 0 {
            let end = OneShot<Void>(loop: loop)
            drained = end
            try? await end.wait(timeout: grace, timeoutError: Self.closed) {}
        }
        for connection in openConnections.values { connection.close() }
    }

    /// What the pool has now.
    package var statistics: PoolStatistics {
        loop.preconditionIsCurrent()
        var statistics = counts
        statistics.open = openConnections.count
        statistics.idle = idle.count
        statistics.waiting = waiters.count
        return statistics
    }

    static let closed = PostgresError(.poolClosed, "the service is stopping")

    private func deadline(in timeout: Duration) -> UInt64 {
        loop.preconditionIsCurrent()
        let (deadline, overflow) = loop.now.addingReportingOverflow(timeout.wholeNanoseconds)
        return overflow ? .max : deadline
    }
}
