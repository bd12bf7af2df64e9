import EventLoop
import Messages
package import RPC

/// Lets a call in when the rule in its proto says so, and says who calls.
///
/// The rule is the method's access option. What a caller may do comes from its token alone, checked offline.
package struct AccessInterceptor: ServerInterceptor {
    private let verifiers: LoopLocal<TokenVerifier>

    init(verifiers: LoopLocal<TokenVerifier>) { self.verifiers = verifiers }

    package func admitAtOnce(_ context: CallContext) throws -> Bool {
        let access = context.method.access
        guard let authorization = context.metadata["authorization"] else {
            if access.rule == .everyone { return true }
            throw RPCError.unauthenticated(
                "authorization: missing; send `Bearer` and an access token from identity's TokenService", reason: "TOKEN_MISSING")
        }
        guard let caller = verifiers[context.loop].remembered(authorization: authorization) else { return false }
        try Self.check(caller, against: access)
        context.caller = caller
        return true
    }

    package func admit(_ context: CallContext) async throws {
        guard let authorization = context.metadata["authorization"] else { return }
        // A token that is there must be good, even where none is needed: a caller with a stale token wants to know.
        let caller = try await verifiers[context.loop].caller(authorization: authorization)
        try Self.check(caller, against: context.method.access)
        context.caller = caller
    }

    /// The rule itself.
    static func check(_ caller: Caller, against access: Access) throws(RPCError) {
        switch access.rule {
        case .everyone, .signedIn: break
        case .permission(let permission):
            guard caller.permissions.contains(permission) else {
                throw .permissionDenied(
                    "the permission `\(permission)` is needed and this \(caller.kind.noun) does not have it", reason: "PERMISSION_MISSING")
            }
        case .staff:
            guard caller.kind == .staff else {
                throw .permissionDenied("only Stratum's operators may call this", reason: "STAFF_ONLY")
            }
        case .services(let names):
            guard caller.kind == .service, let name = caller.serviceName, names.contains(name) else {
                throw .permissionDenied("only the services \(names.joined(separator: ", ")) may call this", reason: "SERVICE_ONLY")
            }
        }
        if access.needsVerifiedAccount, caller.kind == .person, !caller.isVerified {
            throw .permissionDenied("the account's e-mail address must be verified first", reason: "ACCOUNT_NOT_VERIFIED")
        }
    }
}

extension Caller.Kind {
    /// What the caller is called in a sentence.
    var noun: String {
        switch self {
        case .person: "person"
        case .apiKey: "API key"
        case .service: "service"
        case .staff: "operator"
        }
    }
}
