import Testing

@Suite("Files") struct FileRuleTests {
    @Test func `the house names them well and keeps them short`() {
        let findings = FileRule.findings(in: .checkout)
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test(arguments: [
        ("A.swift", "struct B {}"), ("A.swift", "extension A {}"), ("A.swift", "struct B { func a() {} }"), ("A+B.swift", "struct A {}"),
        ("A.swift", "// struct A {}"),
        ("A.swift", "struct A {}\n" + String(repeating: "\n", count: 400)), ("A.sql", String(repeating: "\n", count: 401)),
    ])
    func `one that breaks the rule is reported`(name: String, text: String) {
        #expect(FileRule.findings(in: .sample(["Shared/EventLoop/\(name)": text])).count == 1)
    }

    @Test(arguments: [
        ("A.swift", "extension B { enum A {} }"), ("A.swift", "package typealias A = B"), ("A+B.swift", "extension C.A {}"),
        ("main.swift", "run()"), ("A+B.swift", "extension C: @unchecked A {}"), ("A+B.swift", "extension C.`A` {}"),
        ("DoIt.swift", "func doIt() {}"),
        ("Generated/a.swift", String(repeating: "\n", count: 500)), ("A.swift", "struct A {}\n" + String(repeating: "\n", count: 399)),
    ])
    func `one that keeps it is not`(name: String, text: String) {
        #expect(FileRule.findings(in: .sample(["Shared/EventLoop/\(name)": text])).isEmpty)
    }
}
