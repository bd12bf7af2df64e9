/// A statement or a connection failed.
///
/// `description` is our own sentence: it holds no value, no statement and no parameter, because server messages quote them.
/// What the server said is in `debugDescription` only.
package struct PostgresError: Error, Sendable {
    /// What kind of failure it is, as callers tell them apart.
    package enum Kind: Sendable, Equatable {
        /// The server refused a statement; `sqlState` says why. Nothing of it has taken effect.
        case refused
        /// The server could not be reached, or did not let us in.
        case notConnected
        /// The connection ended before the answer came. Nothing was committed.
        case connectionLost
        /// The connection ended, or the deadline passed, while a commit was under way: it may have taken effect or not.
        case commitOutcomeUnknown
        /// All connections stayed in use until the deadline, or too many callers were already waiting.
        case poolExhausted
        /// The pool is draining.
        case poolClosed
        /// The deadline passed before the answer came. Nothing was committed.
        case deadlineExceeded
        /// The body of a transaction went on after one of its statements had failed; all of it was rolled back.
        case rolledBack
        /// An answer does not have the shape that was asked for: another type, a null, another number of rows. A bug in a statement.
        case unexpectedAnswer
        /// The server's settings would let it forget what it has acknowledged.
        case notDurable
    }

    package let kind: Kind
    /// What the server gave as its reason; nil when the failure is not the server's word.
    package let sqlState: SQLState?
    /// The name of the violated constraint or unique index.
    package let constraint: String?
    /// The server's or libpq's own text, which may quote values. For `debugDescription`, and for operators when a migration fails.
    let detail: String
    private let sentence: String

    init(_ kind: Kind, _ sentence: String, sqlState: SQLState? = nil, constraint: String? = nil, detail: String = "") {
        self.kind = kind
        self.sentence = sentence
        self.sqlState = sqlState
        self.constraint = constraint
        self.detail = detail
    }

    static func deadlinePassed(sqlState: SQLState? = nil) -> PostgresError {
        PostgresError(.deadlineExceeded, "the database did not answer before the deadline", sqlState: sqlState)
    }

    /// The database is away or has no room for us at present: the same call may succeed later.
    package var isUnavailable: Bool {
        switch kind {
        case .notConnected, .connectionLost, .commitOutcomeUnknown, .poolExhausted, .poolClosed, .notDurable: return true
        case .deadlineExceeded, .rolledBack, .unexpectedAnswer: return false
        case .refused:
            guard let sqlState else { return false }
            return sqlState.errorClass == "53" || sqlState.errorClass == "08" || sqlState.rawValue.hasPrefix("57P")
        }
    }

    /// The whole transaction may be run again at once and may then succeed: it certainly had no effect, and met another at work.
    package var isRetryable: Bool { sqlState == .serializationFailure || sqlState == .deadlockDetected }

    /// Whether a row with the same key exists. `constraint` says which key.
    package var isUniqueViolation: Bool { sqlState == .uniqueViolation }
}

extension PostgresError: CustomStringConvertible {
    package var description: String {
        var text = sentence
        if let sqlState { text += " (SQLSTATE \(sqlState))" }
        if let constraint { text += ", constraint \(constraint)" }
        return text
    }
}

extension PostgresError: CustomDebugStringConvertible {
    /// Everything, values included. Not for logs.
    package var debugDescription: String { detail.isEmpty ? description : "\(description): \(detail)" }
}
