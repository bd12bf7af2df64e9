import Messages
import RPC

extension SandboxPlatform {
    /// The platform that a request names; INVALID_ARGUMENT when it names none, or one whose face the sandbox does not wear.
    init(_ message: AdvertisingV1.Platform, field: String) throws {
        guard let platform = try SandboxPlatform(optional: message, field: field) else {
            throw RPCError.invalidArgument(field: field, "a platform is needed")
        }
        self = platform
    }

    /// Nil when the request names none.
    init?(optional message: AdvertisingV1.Platform, field: String) throws {
        switch message {
        case .unspecified: return nil
        case .meta: self = .meta
        default: throw RPCError.invalidArgument(field: field, "the sandbox has no such platform")
        }
    }

    var message: AdvertisingV1.Platform {
        switch self {
        case .meta: .meta
        }
    }
}
