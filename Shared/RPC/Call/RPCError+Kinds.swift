import Messages

extension RPCError {
    /// The domain of `GoogleRPC.ErrorInfo` in all our errors.
    package static let domain = "stratum"

    /// The request is wrong; each violation names a field by its path, e.g. `events[3].user_data.email`.
    package static func invalidArgument(
        _ message: String, violations: [(field: String, description: String)] = [], reason: String? = nil
    ) -> RPCError {
        var error = RPCError(.invalidArgument, message, reason: reason)
        if !violations.isEmpty {
            var request = GoogleRPC.BadRequest()
            request.fieldViolations = violations.map { violation in
                var item = GoogleRPC.BadRequest.FieldViolation()
                item.field = violation.field
                item.description = violation.description
                return item
            }
            error.details.append(request)
        }
        return error
    }

    /// One field of the request is wrong; the message begins with its path, e.g. `events[3].user_data.email`.
    package static func invalidArgument(field: String, _ description: String) -> RPCError {
        .invalidArgument("\(field): \(description)", violations: [(field, description)], reason: "FIELD_INVALID")
    }

    /// Not ready or not reachable; `retryAfter` becomes `GoogleRPC.RetryInfo`.
    package static func unavailable(
        _ message: String, retryAfter: Duration? = nil, reason: String? = nil, cause: (any Error)? = nil
    ) -> RPCError {
        RPCError(.unavailable, message, reason: reason, cause: cause).retry(after: retryAfter)
    }

    /// A limit is met; `retryAfter` becomes `GoogleRPC.RetryInfo`.
    package static func resourceExhausted(_ message: String, retryAfter: Duration? = nil, reason: String? = nil) -> RPCError {
        RPCError(.resourceExhausted, message, reason: reason).retry(after: retryAfter)
    }

    /// No such thing, or another tenant's.
    package static func notFound(_ message: String, reason: String? = nil) -> RPCError { RPCError(.notFound, message, reason: reason) }

    /// It exists already.
    package static func alreadyExists(_ message: String, reason: String? = nil) -> RPCError {
        RPCError(.alreadyExists, message, reason: reason)
    }

    /// The state must be changed first.
    package static func failedPrecondition(_ message: String, reason: String? = nil) -> RPCError {
        RPCError(.failedPrecondition, message, reason: reason)
    }

    /// A conflict with a concurrent change.
    package static func aborted(_ message: String, reason: String? = nil) -> RPCError { RPCError(.aborted, message, reason: reason) }

    /// Known, and not allowed.
    package static func permissionDenied(_ message: String, reason: String? = nil) -> RPCError {
        RPCError(.permissionDenied, message, reason: reason)
    }

    /// Not known.
    package static func unauthenticated(_ message: String, reason: String? = nil) -> RPCError {
        RPCError(.unauthenticated, message, reason: reason)
    }

    /// Not offered here.
    package static func unimplemented(_ message: String, reason: String? = nil) -> RPCError {
        RPCError(.unimplemented, message, reason: reason)
    }

    /// Our bug.
    package static func `internal`(_ message: String, cause: (any Error)? = nil) -> RPCError {
        RPCError(.internal, message, cause: cause)
    }

    /// With `GoogleRPC.ErrorInfo` when there is a reason: UPPER_SNAKE_CASE, constant for one cause.
    package init(_ code: RPCCode, _ message: String, reason: String?, cause: (any Error)? = nil) {
        self.init(code, message, cause: cause)
        guard let reason else { return }
        var info = GoogleRPC.ErrorInfo()
        info.reason = reason
        info.domain = Self.domain
        details.append(info)
    }

    /// The reason in `GoogleRPC.ErrorInfo`, if there is one.
    package var reason: String? { detail(GoogleRPC.ErrorInfo.self)?.reason }

    /// The same with `GoogleRPC.RetryInfo`.
    package func retry(after delay: Duration?) -> RPCError {
        guard let delay else { return self }
        var info = GoogleRPC.RetryInfo()
        info.retryDelay = GoogleProtobuf.Duration(delay)
        var error = self
        error.details.append(info)
        return error
    }
}
