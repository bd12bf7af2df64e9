import Messages
import RPC

extension FaultKind {
    init(_ message: SandboxV1.FaultKind) throws {
        switch message {
        case .latency: self = .latency
        case .rateLimited: self = .rateLimited
        case .rateLimitedBare: self = .rateLimitedBare
        case .serverError: self = .serverError
        case .tokenExpired: self = .tokenExpired
        case .timeout: self = .timeout
        case .halfAnswer: self = .halfAnswer
        case .reset: self = .reset
        case .resetAfterAccept: self = .resetAfterAccept
        case .garbage: self = .garbage
        case .unspecified, .unrecognized: throw RPCError.invalidArgument(field: "fault.kind", "a kind is needed")
        }
    }
}
