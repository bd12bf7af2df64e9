import Testing

@testable import Secrets

@Suite("Access token") struct AccessTokenTests {
    private let now: Int64 = 1_800_000_000
    private let identity: SigningKey
    private let events: SigningKey
    private let verifier: AccessTokenVerifier

    init() throws {
        identity = try SigningKey(keyFile: Array(SigningKey.randomLine(id: "identity-1").utf8))
        events = try SigningKey(keyFile: Array(SigningKey.randomLine(id: "events:1").utf8))
        let key = VerifyingKey(id: identity.id, publicKey: identity.publicKey, issuer: "identity", kinds: [.person, .apiKey, .staff])
        verifier = AccessTokenVerifier(keys: [try #require(key)] + (try VerifyingKey.services(keyFile: Array(events.publicLine.utf8))))
    }

    private func token(issuedAt: Int64? = nil, expiresAt: Int64? = nil) -> AccessToken {
        AccessToken(
            kind: .apiKey, issuer: "identity", subject: "0198c0de-0000-7000-8000-000000000001",
            tenantID: "0198c0de-0000-7000-8000-000000000002", tenantCurrency: "GBP", permissions: ["events:write", "events:read"],
            isVerified: true, issuedAt: issuedAt ?? now, expiresAt: expiresAt ?? now + 600)
    }

    /// A token with any header and claims, rightly signed.
    private func forged(_ header: String, _ claims: String, key: SigningKey) -> String {
        let signed = Base64.encode(Array(header.utf8), .urlSafe) + "." + Base64.encode(Array(claims.utf8), .urlSafe)
        return signed + "." + Base64.encode(key.signature(of: Array(signed.utf8)), .urlSafe)
    }

    private static let header = #"{"alg":"EdDSA","typ":"at+jwt","kid":"identity-1"}"#
    private static let claims =
        #"{"iss":"identity","sub":"s","aud":"stratum","iat":1800000000,"exp":1800000600,"kind":"api_key","tenant":"t"}"#

    @Test func `a token that was signed is read back`() throws {
        #expect(try verifier.verify(token().signed(with: identity), now: now) == token())
        let bare = AccessToken(kind: .service, issuer: "events", subject: "events", issuedAt: now, expiresAt: now + 60)
        #expect(try verifier.verify(bare.signed(with: events), now: now) == bare)
        #expect(try verifier.verify(forged(Self.header, Self.claims, key: identity), now: now).tenantID == "t")
    }

    private static let headers: [(String, AccessTokenError)] = [
        (#"{"alg":"none","typ":"at+jwt","kid":"identity-1"}"#, .wrongAlgorithm),
        (#"{"alg":"None","typ":"at+jwt","kid":"identity-1"}"#, .wrongAlgorithm),
        (#"{"alg":"HS256","typ":"at+jwt","kid":"identity-1"}"#, .wrongAlgorithm),
        (#"{"alg":"eddsa","typ":"at+jwt","kid":"identity-1"}"#, .wrongAlgorithm),
        (#"{"typ":"at+jwt","kid":"identity-1"}"#, .wrongAlgorithm),
        (#"{"alg":"EdDSA","alg":"none","typ":"at+jwt","kid":"identity-1"}"#, .malformed),
        (#"{"alg":"EdDSA","typ":"JWT","kid":"identity-1"}"#, .wrongType),
        (#"{"alg":"EdDSA","typ":"rt+jwt","kid":"identity-1"}"#, .wrongType),
        (#"{"alg":"EdDSA","kid":"identity-1"}"#, .wrongType),
        (#"{"alg":"EdDSA","typ":"at+jwt"}"#, .unknownKey),
        (#"{"alg":"EdDSA","typ":"at+jwt","kid":1}"#, .unknownKey),
        (#"{"alg":"EdDSA","typ":"at+jwt","kid":"../../etc/passwd"}"#, .unknownKey),
        (#"{"alg":"EdDSA","typ":"at+jwt","kid":"x' OR '1'='1"}"#, .unknownKey),
        (#"{"alg":"EdDSA","typ":"at+jwt","kid":"identity-1","jku":"https://evil.example/k"}"#, .unexpectedHeader),
        (#"{"alg":"EdDSA","typ":"at+jwt","kid":"identity-1","x5u":"https://evil.example/k"}"#, .unexpectedHeader),
        (#"{"alg":"EdDSA","typ":"at+jwt","kid":"identity-1","crit":["exp"]}"#, .unexpectedHeader),
        (#"{"alg":"EdDSA","typ":"at+jwt","kid":"identity-1","jwk":{"kty":"OKP"}}"#, .malformed),
        (#"{"alg":"EdDSA","typ":"at+jwt","kid":"identity-1"} "#, .malformed), (#"[]"#, .malformed), ("", .malformed),
        (#"{"\u0061lg":"EdDSA","typ":"at+jwt","kid":"identity-1"}"#, .malformed),
    ]

    @Test(arguments: headers) func `a header that asks for something else is refused`(header: String, expected: AccessTokenError) {
        #expect(throws: expected) { try verifier.verify(forged(header, Self.claims, key: identity), now: now) }
    }

    private static let badClaims: [(String, String, AccessTokenError)] = [
        (#""aud":"stratum""#, #""aud":"other""#, .wrongAudience), (#""aud":"stratum""#, #""aud":["stratum"]"#, .wrongAudience),
        (#""aud":"stratum","#, "", .wrongAudience), (#""iss":"identity""#, #""iss":"events""#, .wrongIssuer),
        (#""iss":"identity","#, "", .malformed), (#""sub":"s""#, #""sub":"""#, .malformed), (#""sub":"s""#, #""sub":7"#, .malformed),
        (#""kind":"api_key""#, #""kind":"root""#, .malformed), (#""kind":"api_key""#, #""kind":"service""#, .notAllowed),
        (#""exp":1800000600"#, #""exp":1799999970"#, .malformed), (#""exp":1800000600"#, #""exp":"1800000600""#, .malformed),
        (#""exp":1800000600"#, #""exp":1800000600.5"#, .malformed), (#""exp":1800000600"#, #""exp":1.8e9"#, .malformed),
        (#","exp":1800000600"#, "", .malformed), (#""exp":1800000600"#, #""exp":1800086401"#, .lifetimeTooLong),
        (#""exp":1800000600"#, #""exp":9223372036854775807"#, .malformed), (#""iat":1800000000"#, #""iat":1800000031"#, .notYetValid),
        (#""iat":1800000000"#, #""iat":-9223372036854775808"#, .malformed),
        (#""tenant":"t""#, #""nbf":1800000031"#, .notYetValid), (#""tenant":"t""#, #""tenant":7"#, .malformed),
        (#""tenant":"t""#, #""permissions":"events:write""#, .malformed), (#""tenant":"t""#, #""permissions":[1]"#, .malformed),
        (#""tenant":"t""#, #""verified":"true""#, .malformed), (#""tenant":"t""#, #""tenant":"t","tenant":"u""#, .malformed),
        (#""tenant":"t""#, #""tenant":"\u0074""#, .malformed), (#""tenant":"t"}"#, #""tenant":"t"}{}"#, .malformed),
        (#""tenant":"t""#, #""x":{"y":1}"#, .malformed), (#""tenant":"t""#, #""tenant":null"#, .malformed),
    ]

    @Test(arguments: badClaims) func `claims that are wrong are refused, rightly signed or not`(
        part: String, replacement: String, expected: AccessTokenError
    ) throws {
        let claims = Self.claims.replacing(part, with: replacement)
        try #require(claims != Self.claims)
        #expect(throws: expected) { try verifier.verify(forged(Self.header, claims, key: identity), now: now) }
    }

    @Test func `a signature must be the key's, over these very bytes`() throws {
        let good = token().signed(with: identity)
        let parts = good.split(separator: ".")
        let stranger = try SigningKey(keyFile: Array(SigningKey.randomLine(id: "identity-1").utf8))
        #expect(throws: AccessTokenError.badSignature) { try verifier.verify(token().signed(with: stranger), now: now) }
        #expect(throws: AccessTokenError.badSignature) { try verifier.verify("\(parts[0]).\(parts[1]).", now: now) }
        #expect(throws: AccessTokenError.malformed) { try verifier.verify("\(parts[0]).\(parts[1])", now: now) }
        #expect(throws: AccessTokenError.malformed) { try verifier.verify("\(good).x", now: now) }
        #expect(throws: AccessTokenError.malformed) { try verifier.verify("\(good)=", now: now) }
        #expect(throws: AccessTokenError.malformed) { try verifier.verify("Bearer \(good)", now: now) }
        let other = AccessToken(kind: .staff, issuer: "identity", subject: "s", issuedAt: now, expiresAt: now + 60).signed(with: identity)
        let swapped = "\(parts[0]).\(other.split(separator: ".")[1]).\(parts[2])"
        #expect(throws: AccessTokenError.badSignature) { try verifier.verify(swapped, now: now) }
    }

    @Test func `no flipped bit goes unnoticed`() throws {
        let good = Array(token().signed(with: identity).utf8)
        for index in good.indices {
            var changed = good
            changed[index] ^= 1
            #expect(throws: AccessTokenError.self) { try verifier.verify(changed, now: now) }
        }
    }

    @Test func `HMAC under the public key is not a signature`() {
        let signed = [#"{"alg":"HS256","typ":"at+jwt","kid":"identity-1"}"#, Self.claims].map { Base64.encode(Array($0.utf8), .urlSafe) }
        let text = signed.joined(separator: ".")
        let code = HMACSHA256.code(for: Array(text.utf8), key: identity.publicKey)
        #expect(throws: AccessTokenError.wrongAlgorithm) {
            try verifier.verify("\(text).\(Base64.encode(code.bytes, .urlSafe))", now: now)
        }
    }

    @Test func `a service's key vouches for that service alone`() {
        let asPerson = AccessToken(kind: .staff, issuer: "events", subject: "s", issuedAt: now, expiresAt: now + 60)
        #expect(throws: AccessTokenError.notAllowed) { try verifier.verify(asPerson.signed(with: events), now: now) }
        let asOther = AccessToken(kind: .service, issuer: "events", subject: "integrations", issuedAt: now, expiresAt: now + 60)
        #expect(throws: AccessTokenError.notAllowed) { try verifier.verify(asOther.signed(with: events), now: now) }
        let asIdentity = AccessToken(kind: .staff, issuer: "identity", subject: "s", issuedAt: now, expiresAt: now + 60)
        #expect(throws: AccessTokenError.wrongIssuer) { try verifier.verify(asIdentity.signed(with: events), now: now) }
    }

    @Test func `times have a small skew and a bound`() throws {
        let text = token().signed(with: identity)
        #expect(throws: AccessTokenError.notYetValid) { try verifier.verify(text, now: now - 31) }
        #expect(try verifier.verify(text, now: now - 30) == token())
        #expect(try verifier.verify(text, now: now + 629) == token())
        #expect(throws: AccessTokenError.expired) { try verifier.verify(text, now: now + 630) }
    }

    @Test func `a key's end ends its tokens`() throws {
        let key = VerifyingKey(id: identity.id, publicKey: identity.publicKey, issuer: "identity", kinds: [.apiKey], notAfter: now + 10)
        let verifier = AccessTokenVerifier(keys: [try #require(key)])
        let text = token().signed(with: identity)
        #expect(try verifier.verify(text, now: now + 9) == token())
        #expect(throws: AccessTokenError.expired) { try verifier.verify(text, now: now + 10) }
    }

    @Test func `what is too long is not looked at`() {
        #expect(throws: AccessTokenError.malformed) { try verifier.verify(String(repeating: "a", count: 1 << 20), now: now) }
        let header = #"{"alg":"EdDSA","typ":"at+jwt","kid":""# + String(repeating: "k", count: 600) + #""}"#
        #expect(throws: AccessTokenError.malformed) { try verifier.verify(forged(header, Self.claims, key: identity), now: now) }
    }

    @Test func `the cache answers like the verifier and ends tokens in time`() throws {
        var cache = AccessTokenCache(verifier: verifier, entriesMax: 2)
        let text = Array(token().signed(with: identity).utf8)
        for seconds in [0, 1, 30, 59, 60, 300, 629] as [Int64] { #expect(try cache.verify(text, now: now + seconds) == token()) }
        do {
            _ = try cache.verify(text, now: now + 630)
            Issue.record("an expired token was accepted")
        } catch { #expect(error == .expired) }
        for index in 0..<10 {
            let other = token(issuedAt: now + Int64(index)).signed(with: identity)
            #expect(try cache.verify(Array(other.utf8), now: now + 20).issuedAt == now + Int64(index))
        }
        cache.replace(verifier: AccessTokenVerifier(keys: []))
        do {
            _ = try cache.verify(text, now: now)
            Issue.record("a token of a key that was taken away was accepted")
        } catch { #expect(error == .unknownKey) }
    }

    /// RFC 8032 §7.1, test 2.
    @Test func `signatures are those of the RFC`() throws {
        func bytes(_ hex: String) -> [UInt8] {
            stride(from: 0, to: hex.count, by: 2).map { UInt8(hex.dropFirst($0).prefix(2), radix: 16) ?? 0 }
        }
        let seed = bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
        let key = try SigningKey(keyFile: Array("k \(Base64.encode(seed, .standard))".utf8))
        #expect(key.publicKey == bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
        let first = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        let second = "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        #expect(key.signature(of: [0x72]) == bytes(first + second))
    }
}
