import Testing

@Suite("Secrets") struct SecretRuleTests {
    @Test func `none lies in the tree`() {
        let findings = SecretRule.findings(in: .checkout)
        #expect(findings.isEmpty, "\(findings)")
    }

    /// Put together here, so that the rule does not find them in this file.
    @Test(arguments: [
        "-----BEGIN " + "PRIVATE KEY-----", "-----BEGIN EC " + "PRIVATE KEY-----", "EAA" + String(repeating: "b1", count: 30),
        "AKIA" + String(repeating: "A", count: 16), "AIza" + String(repeating: "a", count: 35), "ghp_" + String(repeating: "a", count: 36),
        "xoxb-" + String(repeating: "1", count: 24), "sk_live_" + String(repeating: "a", count: 24),
        "ya29." + String(repeating: "a", count: 24),
    ])
    func `one is reported with its line`(secret: String) {
        let findings = SecretRule.findings(in: .sample(["compose/environment/a": "# one\nKEY=\(secret)\n"]))
        #expect(findings.map(\.line) == [2])
    }

    @Test(arguments: ["-----BEGIN PUBLIC KEY-----", "EAABtoken", "AKIA", "ghp_short"])
    func `what is no secret is not reported`(text: String) {
        #expect(SecretRule.findings(in: .sample(["compose/environment/a": text])).isEmpty)
    }
}
