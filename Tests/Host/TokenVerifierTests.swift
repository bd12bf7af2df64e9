import EventLoop
import Operations
import RPC
import Secrets
import Testing

@testable import Host

@Suite("Token verifier")
struct TokenVerifierTests {
    private func token(_ kind: AccessToken.Kind, issuer: String, subject: String, key: SigningKey, lifetime: Int64 = 600) -> String {
        let now = ServiceClock().unixSeconds()
        let token = AccessToken(
            kind: kind, issuer: issuer, subject: subject, tenantID: "t1", permissions: ["events:write"], issuedAt: now - 300,
            expiresAt: now - 300 + lifetime)
        return "Bearer " + token.signed(with: key)
    }

    private func verifyingKey(_ key: SigningKey, issuer: String, kinds: Set<AccessToken.Kind>) throws -> VerifyingKey {
        try #require(VerifyingKey(id: key.id, publicKey: key.publicKey, issuer: issuer, kinds: kinds))
    }

    private func makeKey(_ id: String) throws -> SigningKey {
        try SigningKey(keyFile: Array(SigningKey.randomLine(id: id).utf8))
    }

    /// What the verifier says of an authorization, asked twice so that its memory is asked too.
    private func verdict(_ authorization: String, _ keys: TrustedKeys) async throws -> Result<Caller, RPCError> {
        let thread = try EventLoop(name: "verifier").start()
        defer {
            thread.loop.stop()
            thread.join()
        }
        return await withCheckedContinuation { continuation in
            let loop = thread.loop
            loop.spawn {
                let verifier = TokenVerifier(trustedKeys: keys, clock: ServiceClock(), loop: loop)
                do throws(RPCError) {
                    let first = try await verifier.caller(authorization: authorization)
                    let second = try await verifier.caller(authorization: authorization)
                    precondition(first == second)
                    continuation.resume(returning: .success(second))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
    }

    @Test func `a service proves itself by its own key and nobody else by it`() async throws {
        let key = try makeKey("events:1")
        let keys = TrustedKeys(serviceKeys: [try verifyingKey(key, issuer: "events", kinds: [.service])])
        let caller = try await verdict(token(.service, issuer: "events", subject: "events", key: key), keys).get()
        #expect(caller.serviceName == "events")
        for forged in [
            token(.service, issuer: "events", subject: "integrations", key: key),
            token(.staff, issuer: "events", subject: "events", key: key),
            token(.service, issuer: "integrations", subject: "integrations", key: key),
        ] {
            let refusal = try await verdict(forged, keys)
            #expect(throws: RPCError.self) { try refusal.get() }
        }
    }

    @Test func `identity's keys can vouch for people and keys, and a key that is taken away no longer does`() async throws {
        let identity = try makeKey("identity:1")
        let keys = TrustedKeys(serviceKeys: [])
        let authorization = token(.apiKey, issuer: "identity", subject: "k1", key: identity)
        keys.setIdentityKeys([try verifyingKey(identity, issuer: "identity", kinds: [.apiKey, .person, .staff])])
        let caller = try await verdict(authorization, keys).get()
        #expect(caller.kind == .apiKey && caller.tenantID == "t1" && caller.permissions == ["events:write"])
        keys.setIdentityKeys([])
        #expect(try await verdict(authorization, keys).failureCode == .unauthenticated)
    }

    @Test func `a token that has ended, and what is no token, is unauthenticated`() async throws {
        let identity = try makeKey("identity:1")
        let keys = TrustedKeys(serviceKeys: [])
        keys.setIdentityKeys([try verifyingKey(identity, issuer: "identity", kinds: [.apiKey])])
        let ended = token(.apiKey, issuer: "identity", subject: "k1", key: identity, lifetime: 100)
        for authorization in [ended, "Bearer x.y.z", "Basic dXNlcjpwYXNz", "", "Bearer "] {
            #expect(try await verdict(authorization, keys).failureCode == .unauthenticated)
        }
    }

    @Test func `while identity's keys are still to come, a token of theirs is unavailable and not refused`() async throws {
        let identity = try makeKey("identity:1")
        let keys = TrustedKeys(serviceKeys: [])
        keys.onUnknownKey {}
        #expect(try await verdict(token(.apiKey, issuer: "identity", subject: "k1", key: identity), keys).failureCode == .unavailable)
    }
}

extension Result where Failure == RPCError {
    fileprivate var failureCode: RPCCode? {
        guard case .failure(let error) = self else { return nil }
        return error.code
    }
}
