package import Postgres
package import RPC

// What callers are told when the store could not do what they asked.

extension PostgresError: RPCErrorConvertible {
    package var rpcError: RPCError {
        if kind == .deadlineExceeded || sqlState == .queryCanceled {
            return RPCError(.deadlineExceeded, "the database did not answer in time; the same call again is safe", cause: self)
        }
        if kind == .commitOutcomeUnknown {
            return .unavailable(
                "whether the events were stored is not known; the same call again is safe for events that carry an event_id of their own",
                retryAfter: .seconds(1), reason: "OUTCOME_UNKNOWN", cause: self)
        }
        guard isUnavailable || isRetryable || sqlState == .lockNotAvailable else { return .internal("internal error", cause: self) }
        return .unavailable(
            "the database is away at present; the same call again is safe", retryAfter: .seconds(1), reason: "DATABASE_UNAVAILABLE",
            cause: self)
    }
}
