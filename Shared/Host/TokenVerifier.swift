import EventLoop
import Operations
import RPC
import Secrets

/// Tells from the `authorization` of a call who calls.
///
/// A token is checked in full once, and again each minute; between that, it is looked up. The memory is bounded and holds good tokens only,
/// so bad ones cannot fill it. One for each loop: *confined* to it.
final class TokenVerifier: @unchecked Sendable {
    private let trustedKeys: TrustedKeys
    private let clock: ServiceClock
    private let loop: EventLoop
    private var callers: [String: Entry] = [:]
    private var generation: UInt64 = 0

    /// Tokens remembered.
    private static let entriesMax = 4096
    /// Seconds after which a token is checked again from the ground, so that the end of a key is seen.
    private static let recheckSeconds: Int64 = 60
    private static let scheme = "Bearer "

    private struct Entry {
        let caller: Caller
        /// When the token must be checked again, or has ended; Unix seconds.
        let checkAgainAt: Int64
    }

    init(trustedKeys: TrustedKeys, clock: ServiceClock, loop: EventLoop) {
        self.trustedKeys = trustedKeys
        self.clock = clock
        self.loop = loop
    }

    /// The caller whose token was found good a short while ago; nil when it must be looked at again.
    func remembered(authorization: String) -> Caller? {
        loop.preconditionIsCurrent()
        guard let entry = callers[authorization], entry.checkAgainAt > clock.unixSeconds(), generation == trustedKeys.current.generation
        else { return nil }
        return entry.caller
    }

    /// The caller that a good token names. Throws UNAUTHENTICATED for any other; which fault it has is not said to the caller.
    func caller(authorization: String) async throws(RPCError) -> Caller {
        loop.preconditionIsCurrent()
        let now = clock.unixSeconds()
        if let entry = callers[authorization], entry.checkAgainAt > now, generation == trustedKeys.current.generation {
            return entry.caller
        }
        guard authorization.hasPrefix(Self.scheme) else {
            throw .unauthenticated("authorization: `Bearer` and an access token are needed", reason: "TOKEN_INVALID")
        }
        let token = String(authorization.dropFirst(Self.scheme.count))
        do {
            return remember(try verify(token, now: now), for: authorization, now: now)
        } catch .unknownKey {
            // Identity may have begun to sign with another key.
            await trustedKeys.refresh()
        } catch {
            throw Self.refusal(error)
        }
        do {
            return remember(try verify(token, now: now), for: authorization, now: now)
        } catch {
            if error == .unknownKey, trustedKeys.isWaitingForIdentity {
                throw .unavailable("identity's keys are not known here yet", retryAfter: .milliseconds(500), reason: "KEYS_NOT_KNOWN")
            }
            throw Self.refusal(error)
        }
    }

    private func verify(_ token: String, now: Int64) throws(AccessTokenError) -> AccessToken {
        let (verifier, generation) = trustedKeys.current
        if generation != self.generation {
            callers.removeAll(keepingCapacity: true)
            self.generation = generation
        }
        return try verifier.verify(token, now: now)
    }

    private func remember(_ token: AccessToken, for authorization: String, now: Int64) -> Caller {
        if callers.count >= Self.entriesMax { callers.removeAll(keepingCapacity: true) }
        let caller = Caller(token)
        callers[authorization] = Entry(caller: caller, checkAgainAt: min(token.expiresAt, now + Self.recheckSeconds))
        return caller
    }

    private static func refusal(_ error: AccessTokenError) -> RPCError {
        var refusal = RPCError.unauthenticated(
            "authorization: the access token is not valid, or has ended; ask identity's TokenService for another", reason: "TOKEN_INVALID")
        refusal.cause = error
        return refusal
    }
}

extension Caller {
    /// Whom a checked token names.
    init(_ token: AccessToken) {
        let kind: Kind =
            switch token.kind {
            case .person: .person
            case .apiKey: .apiKey
            case .service: .service
            case .staff: .staff
            }
        self.init(
            kind: kind, subject: token.subject, tenantID: token.tenantID, permissions: Set(token.permissions),
            serviceName: kind == .service ? token.subject : nil, tenantCurrency: token.tenantCurrency, isVerified: token.isVerified)
    }
}
