import Testing

@Suite("README.md") struct ReadmeRuleTests {
    @Test func `it is short and names what exists`() {
        let findings = ReadmeRule.findings(in: .checkout)
        #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
    }

    @Test func `a path that leads nowhere is reported`() {
        let text = "See `Shared/EventLoop`, `Shared/EventLoop/EventLoop.swift`, `Services/<Name>/main.swift` and\n`Shared/Attic/`.\n"
        #expect(ReadmeRule.findings(in: .sample(["README.md": text])).map(\.description) == ["README.md:2: Shared/Attic/ does not exist."])
    }

    @Test func `a long one is reported`() {
        #expect(ReadmeRule.findings(in: .sample(["README.md": String(repeating: "\n", count: 150)])).count == 1)
    }
}
