import Testing

@Suite("Bare tasks") struct TaskRuleTests {
    @Test func `the house starts none`() {
        let findings = TaskRule.findings(in: .checkout)
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test(arguments: [
        "Task { }", "Task(priority: .high) { }", "Task.detached { }", "Task.immediate { }", "Task.init { }", "_ = Task<Void, Never> { }",
        "let a = \"\\(Task { })\"", "Task\n{ }",
    ])
    func `one is reported`(text: String) {
        #expect(TaskRule.findings(in: .sample(["Services/Events/API/A.swift": text])).count == 1)
    }

    @Test(arguments: [
        "let t: Task<Void, Never>", "func a() -> Task<Void, Never> { b }", "try Task.checkCancellation()", "Task.isCancelled",
        "// Task { }",
        "\"Task { }\"", "loop.spawn { }", "#\"Task { \"quoted\" }\"#",
    ])
    func `what starts none is not reported`(text: String) {
        #expect(TaskRule.findings(in: .sample(["Services/Events/API/A.swift": text])).isEmpty)
    }

    @Test func `the event loop makes its own`() {
        #expect(TaskRule.findings(in: .sample(["Shared/EventLoop/A.swift": "Task { }"])).isEmpty)
    }
}
