/// The outcome of a call, as carried in `grpc-status` (gRPC's "Status codes and their use").
///
/// Three of them are easily mixed up: `unavailable` says repeat just this call, `aborted` repeat the whole read-modify-write,
/// `failedPrecondition` do not repeat before the state has been changed.
package struct RPCCode: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// The call did what it was asked for.
    package static let ok = RPCCode(rawValue: 0)
    /// The caller took the call back.
    package static let cancelled = RPCCode(rawValue: 1)
    /// An answer that says too little: a foreign status, or a reply without one.
    package static let unknown = RPCCode(rawValue: 2)
    /// The request is wrong whatever the state of the system. The message begins with the field: `user_data.email: not an address`.
    package static let invalidArgument = RPCCode(rawValue: 3)
    /// The deadline passed first. The call may have had its effect.
    package static let deadlineExceeded = RPCCode(rawValue: 4)
    /// No such thing, or it belongs to another tenant.
    package static let notFound = RPCCode(rawValue: 5)
    /// What was to be made exists already.
    package static let alreadyExists = RPCCode(rawValue: 6)
    /// The caller is known and may not do this.
    package static let permissionDenied = RPCCode(rawValue: 7)
    /// A limit, quota or queue is full. Try later, with backoff.
    package static let resourceExhausted = RPCCode(rawValue: 8)
    /// The state must be changed before this can succeed.
    package static let failedPrecondition = RPCCode(rawValue: 9)
    /// A conflict with a concurrent change. Repeat the read-modify-write.
    package static let aborted = RPCCode(rawValue: 10)
    /// Beyond the end of what there is.
    package static let outOfRange = RPCCode(rawValue: 11)
    /// No such method here, or not this way of calling it.
    package static let unimplemented = RPCCode(rawValue: 12)
    /// Our bug, or a peer that broke the protocol.
    package static let `internal` = RPCCode(rawValue: 13)
    /// Not reachable or not ready now. Repeat the call with backoff.
    package static let unavailable = RPCCode(rawValue: 14)
    /// Data is lost or corrupt beyond repair.
    package static let dataLoss = RPCCode(rawValue: 15)
    /// Who calls is not known: no token, or a bad one.
    package static let unauthenticated = RPCCode(rawValue: 16)

    /// All codes that gRPC defines, in their order.
    package static let all: [RPCCode] = (0...16).map { RPCCode(rawValue: $0) }
}

extension RPCCode: CustomStringConvertible {
    private static let names = [
        "ok", "cancelled", "unknown", "invalid_argument", "deadline_exceeded", "not_found", "already_exists", "permission_denied",
        "resource_exhausted", "failed_precondition", "aborted", "out_of_range", "unimplemented", "internal", "unavailable", "data_loss",
        "unauthenticated",
    ]

    /// The field's word for it in lower snake case, e.g. `not_found`; `code_99` for a number that gRPC does not define.
    package var description: String {
        rawValue >= 0 && Int(rawValue) < Self.names.count ? Self.names[Int(rawValue)] : "code_\(rawValue)"
    }
}
