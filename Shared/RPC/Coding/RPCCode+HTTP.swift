import HTTP2

/// What HTTP says where gRPC says nothing. The one place where the two meet.
extension RPCCode {
    /// The code of a stream that ended without a status (PROTOCOL-HTTP2.md, "Errors").
    init(_ code: HTTP2ErrorCode) {
        switch code {
        case .refusedStream, .connectError: self = .unavailable
        case .cancel: self = .cancelled
        case .enhanceYourCalm: self = .resourceExhausted
        case .inadequateSecurity: self = .permissionDenied
        default: self = .internal
        }
    }

    /// The code of an answer without `grpc-status`, e.g. of a proxy (gRPC's http-grpc-status-mapping.md).
    init(httpStatus: Int) {
        switch httpStatus {
        case 400: self = .internal
        case 401: self = .unauthenticated
        case 403: self = .permissionDenied
        case 404: self = .unimplemented
        case 429, 502, 503, 504: self = .unavailable
        default: self = .unknown
        }
    }

    /// The HTTP status with which the JSON doors answer (google.rpc.Code's mapping, as Connect and REST gateways use it).
    var httpStatus: Int {
        switch self {
        case .ok: 200
        case .cancelled: 499
        case .invalidArgument, .failedPrecondition, .outOfRange: 400
        case .deadlineExceeded: 504
        case .notFound: 404
        case .alreadyExists, .aborted: 409
        case .permissionDenied: 403
        case .resourceExhausted: 429
        case .unimplemented: 501
        case .unavailable: 503
        case .unauthenticated: 401
        default: 500
        }
    }
}
