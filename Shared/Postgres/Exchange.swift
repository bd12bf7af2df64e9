import CPQ
import EventLoop

/// Statements sent together, and what has come back of them: one round trip. Confined to the connection's loop.
final class Exchange: @unchecked Sendable {
    /// What the server answers to, in order.
    enum Step {
        case prepare(text: String)
        case statement
    }

    /// What the exchange means for the transaction, which decides what its loss means.
    enum Role {
        /// Inside a transaction: lost is undone.
        case work
        /// Ends by committing: lost is unknown.
        case commit
    }

    let role: Role
    let deadline: UInt64
    var steps: [Step] = []
    /// How many of them the server has answered.
    var position = 0
    var answers: [PostgresRows] = []
    var error: PostgresError?
    var timer: LoopTimer?
    var continuation: CheckedContinuation<[PostgresRows], any Error>?
    /// Whether any byte of it may have reached the server.
    var isSent = false
    /// A text of several statements, outside of pipeline mode.
    let isScript: Bool

    init(role: Role, deadline: UInt64, isScript: Bool = false) {
        self.role = role
        self.deadline = deadline
        self.isScript = isScript
    }

    /// What it means that the connection ended during the exchange.
    func meaning(of error: any Error) -> any Error {
        guard role == .commit, isSent, let error = error as? PostgresError else { return error }
        guard error.kind == .connectionLost || error.kind == .deadlineExceeded else { return error }
        return PostgresError(
            .commitOutcomeUnknown, "the connection ended while a commit was under way: it may have taken effect or not",
            sqlState: error.sqlState, detail: error.debugDescription)
    }

    func resume(with result: Result<[PostgresRows], any Error>) {
        timer?.cancel()
        timer = nil
        continuation?.resume(with: result)
        continuation = nil
    }
}
