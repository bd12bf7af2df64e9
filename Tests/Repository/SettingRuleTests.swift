import Testing

@Suite("Settings") struct SettingRuleTests {
    private let file = "compose/environment/events"

    @Test func `each is documented and read`() {
        let findings = SettingRule.findings(in: .checkout)
        #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
    }

    @Test func `the sample's are`() {
        #expect(SettingRule.findings(in: .sample()).isEmpty)
    }

    @Test func `one without a comment above is reported`() {
        let findings = SettingRule.findings(in: .sample([file: "STRATUM_EVENTS_LISTEN_ADDRESS=1\n"]))
        #expect(findings.map(\.sentence) == ["a comment above says what this is."])
    }

    @Test func `one that nothing reads is reported`() {
        let findings = SettingRule.findings(in: .sample([file: "# Unused.\nSTRATUM_EVENTS_ATTIC=1\n# STRATUM_EVENTS_CELLAR=1\n"]))
        #expect(findings.map(\.line) == [2, 3])
    }

    @Test(arguments: [
        "let name = \"STRATUM_EVENTS_ATTIC_FILE\"", "let name = prefix + \"ATTIC_FILE\"", "let name = prefix + \"ATTIC_\" + \"FILE\"",
        "let name = \"STRATUM_\\(service)_FILE\"",
    ])
    func `one that is read in any way is not reported`(text: String) {
        let tree = SourceTree.sample([
            file: "# Used.\nSTRATUM_EVENTS_ATTIC_FILE=1\n", "Services/Events/API/A.swift": "struct A { \(text) }",
        ])
        #expect(SettingRule.findings(in: tree).isEmpty)
    }

    @Test(arguments: [(#"a("CELLAR_" + "DOOR_" + "FILE")"#, 0), (#"a("CELLAR_" + "FILE")"#, 1)])
    func `one that is read in three parts needs all three`(code: String, count: Int) {
        let tree = SourceTree.sample([
            file: "# Used.\nSTRATUM_EVENTS_CELLAR_DOOR_FILE=1\n", "Services/Events/API/A.swift": "struct A { \(code) }",
        ])
        #expect(SettingRule.findings(in: tree).count == count)
    }

    @Test func `a service's own name needs no other document than its reading`() {
        let source = ["Services/Events/API/A.swift": "struct A { let name = \"STRATUM_EVENTS_ATTIC\" }"]
        #expect(SettingRule.findings(in: .sample(source)).isEmpty)
    }

    @Test func `a name that only the code knows is reported`() {
        let source = ["Services/Events/API/A.swift": "struct A { let name = \"STRATUM_ATTIC\" }"]
        #expect(SettingRule.findings(in: .sample(source)).map(\.path) == ["Services/Events/API/A.swift"])
    }
}
