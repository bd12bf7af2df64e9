/// What a transaction sees of others at work beside it (PostgreSQL 15, 13.2).
package enum TransactionIsolation: Sendable {
    case readCommitted
    /// One snapshot for all statements; fails with a retryable error when it would write over another's change.
    case repeatableRead
    /// As if transactions ran one after the other; fails with a retryable error when they could not have.
    case serializable

    var begin: SQL {
        switch self {
        case .readCommitted: "begin isolation level read committed"
        case .repeatableRead: "begin isolation level repeatable read"
        case .serializable: "begin isolation level serializable"
        }
    }
}
