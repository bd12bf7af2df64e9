import Testing

@testable import Secrets

@Suite("API key secret") struct APIKeySecretTests {
    @Test func `a generated key is read back`() throws {
        let key = APIKeySecret.generate()
        let text = key.reveal()
        #expect(text.hasPrefix("stratum_"))
        #expect(text.utf8.count == 55)
        #expect(try APIKeySecret.parse(text) == key)
        #expect(text.hasPrefix(key.prefix + "_"))
        #expect(APIKeySecret.generate() != key)
    }

    @Test func `a slip of the keyboard is noticed`() throws {
        let letters = Array(APIKeySecret.generate().reveal())
        for index in letters.indices where letters[index] != "_" && index >= 8 {
            var changed = letters
            changed[index] = letters[index] == "a" ? "b" : "a"
            #expect(throws: APIKeySecret.Flaw.mistyped) { try APIKeySecret.parse(String(changed)) }
        }
    }

    @Test(arguments: [
        "", "stratum", "stratum__", "sk_live_abc", "stratum_ABCDEFGH_" + String(repeating: "a", count: 38), "stratum_abcdefgh_\u{0}",
    ])
    func `what has another form is refused`(text: String) {
        #expect(throws: APIKeySecret.Flaw.malformed) { try APIKeySecret.parse(text) }
    }

    @Test func `printing a key does not show it`() {
        let key = APIKeySecret.generate()
        let secret = key.reveal().dropFirst(key.prefix.count + 1)
        var dumped = "\(key) \(String(reflecting: key))"
        dump(key, to: &dumped)
        #expect(!dumped.contains(secret))
        #expect(dumped.contains(key.prefix))
    }
}
