import Testing

@Suite("Migrations") struct MigrationRuleTests {
    private let folder = "Services/Events/Migrations"

    /// Stands in for SHA-256 in samples.
    private func sum(_ text: String) -> String { "sum of \(text.utf8.count) bytes" }

    @Test func `the services' are in order, listed and unchanged`() {
        let findings = MigrationRule.findings(in: .checkout, sha256: Program.sha256)
        #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
    }

    @Test func `the checksum is that of sha256sum`() {
        #expect(Program.sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `the sample's are well`() {
        let findings = MigrationRule.findings(in: .sample(), sha256: sum)
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test func `one that changed is reported, as missing and as left over`() {
        let findings = MigrationRule.findings(in: .sample(["\(folder)/v0001_create_events.sql": "CREATE TABLE changed ();\n"]), sha256: sum)
        #expect(findings.count == 2)
    }

    @Test func `a hole in the numbers is reported`() {
        let tree = SourceTree.sample([
            "\(folder)/v0003_more.sql": "", "Services/Events/Store/A.swift": "// v0003_more",
            "Tests/migrations.sha256": """
            sum of 24 bytes  \(folder)/v0001_create_events.sql
            sum of 0 bytes  \(folder)/v0003_more.sql
            """,
        ])
        let findings = MigrationRule.findings(in: tree, sha256: sum)
        #expect(findings.map(\.sentence) == ["number 2 is expected here; numbers have no holes and no doubles."])
    }

    @Test func `a name of another form, unlisted and without checksum, is reported three times`() {
        #expect(MigrationRule.findings(in: .sample(["\(folder)/create.sql": ""]), sha256: sum).count == 3)
    }

    @Test func `a listed one without a file is reported`() {
        let tree = SourceTree.sample(["Services/Events/Store/A.swift": "PackageResources.v0002_more_sql"])
        #expect(
            MigrationRule.findings(in: tree, sha256: sum).map(\.sentence) == ["the code lists v0002_more, and there is no such file."])
    }
}
