import Testing

@Suite("Words that are not used here") struct KeywordRuleTests {
    @Test func `the house uses none`() {
        let findings = KeywordRule.findings(in: .checkout)
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test(arguments: [
        "public struct A {}", "public import RPC", "public private(set) var a = 1", "open class A {}", "let a = try! b()",
        "public final class A {}",
    ])
    func `one is reported`(text: String) {
        #expect(KeywordRule.findings(in: .sample(["Shared/EventLoop/A.swift": text])).count == 1)
    }

    @Test(arguments: [
        "case public", "access = .public", "let a = try? b()", "if try !b() {}", "// public struct", "open(path, 0)", "state.open",
        "case open(until: Int)",
        "f(public: true)",
    ])
    func `what only looks like one is not reported`(text: String) {
        #expect(KeywordRule.findings(in: .sample(["Shared/EventLoop/A.swift": text])).isEmpty)
    }
}
