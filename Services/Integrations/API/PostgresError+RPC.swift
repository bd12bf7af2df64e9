package import Postgres
package import RPC

extension PostgresError: RPCErrorConvertible {
    /// What a caller is told when the database fails: whether to come back, and never a word of the statement.
    package var rpcError: RPCError {
        switch kind {
        case _ where kind == .deadlineExceeded || sqlState == .queryCanceled:
            RPCError(
                .deadlineExceeded, "the database did not answer in time; nothing was changed", reason: "DATABASE_TOO_SLOW", cause: self)
        case .commitOutcomeUnknown:
            .unavailable(
                "the database went away; whether anything was changed is not known", retryAfter: .seconds(1), reason: "OUTCOME_UNKNOWN",
                cause: self)
        case _ where isUnavailable:
            .unavailable(
                "the database cannot be reached at present; nothing was changed", retryAfter: .seconds(1), reason: "DATABASE_UNAVAILABLE",
                cause: self)
        case _ where isRetryable || sqlState == .lockNotAvailable:
            RPCError(.aborted, "the call met another one at work; nothing was changed", reason: "CONFLICT", cause: self)
        default: .internal("internal error", cause: self)
        }
    }
}
