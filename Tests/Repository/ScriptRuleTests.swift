import Testing

@Suite("Scripts") struct ScriptRuleTests {
    private func findings(_ text: String, isExecutable: Bool) -> [Finding] {
        let file = RepositoryFile(path: "compose/try", text: text, isExecutable: isExecutable)
        return ScriptRule.findings(in: SourceTree([file]), check: Program.bashComplaint)
    }

    @Test func `the house's can be run`() {
        let findings = ScriptRule.findings(in: .checkout, check: Program.bashComplaint)
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test(arguments: ["compose/up", "compose/down", "compose/test", "compose/load", ".ci/run"])
    func `the commands that others rely on are there`(path: String) {
        #expect(SourceTree.checkout.file(path)?.isExecutable == true)
    }

    @Test func `one that can be run is not reported`() {
        #expect(findings("#!/usr/bin/env bash\nset -euo pipefail\n", isExecutable: true).isEmpty)
    }

    @Test func `one that is not executable is reported`() {
        let findings = findings("#!/usr/bin/env bash\nset -euo pipefail\n", isExecutable: false)
        #expect(findings.map(\.sentence) == ["a command is executable: chmod +x."])
    }

    @Test func `one that goes on after an error is reported`() {
        #expect(findings("#!/usr/bin/env bash\necho\n", isExecutable: true).count == 1)
    }

    @Test func `one that bash cannot parse is reported`() {
        #expect(findings("#!/usr/bin/env bash\nset -euo pipefail\nif true; then\n", isExecutable: true).count == 1)
    }
}
