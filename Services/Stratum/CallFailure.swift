import Messages
import RPC

/// What a refused call means for the command line.
enum CallFailure {
    /// Message, the fields that are wrong, and what can be done.
    static func sentence(_ error: RPCError) -> String {
        var sentence = "\(error)"
        for violation in error.detail(GoogleRPC.BadRequest.self)?.fieldViolations ?? [] {
            sentence += "\n  \(violation.field): \(violation.description)"
        }
        switch error.code {
        case .unavailable: sentence += "\n  Is the stack up? compose/up starts it."
        case .unauthenticated: sentence += "\n  Is the API key right? It comes from STRATUM_API_KEY, else from .stratum/credentials."
        default: break
        }
        return sentence
    }

    /// 69 for what cannot be reached, 64 for what was asked for wrongly, 1 for the rest.
    static func exitCode(_ error: RPCError) -> Int32 {
        switch error.code {
        case .unavailable, .deadlineExceeded: 69
        case .invalidArgument: 64
        default: 1
        }
    }
}
