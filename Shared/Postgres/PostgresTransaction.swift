import EventLoop

/// A transaction under way on a connection that is its own until it ends. Confined to the loop, and to the body that it was given to.
///
/// It begins on the server with its first statement, in the same round trip. After a failed statement only the end is left.
package final class PostgresTransaction {
    private let connection: PostgresConnection
    private let deadline: UInt64
    private let prologue: [SQL]
    private var hasBegun = false
    private var isOver = false

    init(on connection: PostgresConnection, tenants: TenantScope, isolation: TransactionIsolation, deadline: UInt64) {
        self.connection = connection
        self.deadline = deadline
        prologue = [isolation.begin, .settings(tenants: tenants, remaining: deadline &- min(connection.loop.now, deadline))]
    }

    /// Runs one statement and returns its rows.
    @discardableResult
    package func query(_ sql: SQL) async throws -> PostgresRows {
        try await pipelined([sql])[0]
    }

    /// Runs one statement and returns how many rows it changed.
    @discardableResult
    package func execute(_ sql: SQL) async throws -> Int {
        try await query(sql).affectedCount
    }

    /// Runs statements in one round trip and returns their answers in order. When one fails, those after it are skipped.
    package func pipelined(_ statements: [SQL]) async throws -> [PostgresRows] {
        precondition(!isOver, "the transaction is over")
        guard !hasBegun else { return try await connection.exchange(statements, deadline: deadline) }
        hasBegun = true
        return Array(try await connection.exchange(prologue + statements, deadline: deadline).dropFirst(prologue.count))
    }

    /// Commits. Not cancellable: the outcome is worth waiting for.
    func commit() async throws {
        isOver = true
        guard hasBegun else { return }
        let answers = try await connection.exchange(["commit"], deadline: deadline, role: .commit, isCancellable: false)
        // The server answers the commit of a failed transaction with a rollback, and without an error.
        guard answers.first?.commandTag == "COMMIT" else {
            throw PostgresError(.rolledBack, "a statement of the transaction had failed, so all of it was rolled back")
        }
    }

    /// Rolls back; when that does not work at once, ends the connection, which comes to the same.
    func rollBack() async {
        isOver = true
        guard connection.isOpen, connection.isInTransaction else { return }
        let limit = connection.loop.now &+ Self.rollBackLimit
        do {
            _ = try await connection.exchange(["rollback"], deadline: limit, isCancellable: false)
        } catch {
            connection.close()
        }
    }

    private static let rollBackLimit: UInt64 = 1_000_000_000
}

extension SQL {
    /// The settings of one transaction. The server's own timeouts end what we no longer wait for, and a transaction whose owner has gone.
    static func settings(tenants: TenantScope, remaining nanoseconds: UInt64) -> SQL {
        // 0 would mean no limit; the largest that the server takes is an Int32.
        let milliseconds = String(min(max(nanoseconds / 1_000_000, 1), UInt64(Int32.max)))
        return """
            select set_config('stratum.tenant_ids', \(tenants.setting), true), set_config('statement_timeout', \(milliseconds), true), \
            set_config('idle_in_transaction_session_timeout', \(milliseconds), true)
            """
    }
}
