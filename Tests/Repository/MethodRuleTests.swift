import Testing

@Suite("Methods of the contracts") struct MethodRuleTests {
    private let contract = "Protos/stratum/events/v1/events.proto"

    @Test func `each says who may call it, and a test calls it`() {
        let findings = MethodRule.findings(in: .checkout)
        #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
    }

    @Test func `the contracts are read`() {
        let methods = SourceTree.checkout.files(in: "Protos/stratum/").flatMap(ProtoMethod.methods)
        #expect(methods.contains { $0.service == "EventsService" && $0.name == "IngestEvents" && $0.package == "stratum.events.v1" })
        #expect(methods.contains { $0.service == "SandboxService" && $0.name == "WatchReceivedEvents" })
    }

    @Test func `the sample's are well`() {
        #expect(MethodRule.findings(in: .sample()).isEmpty)
    }

    @Test(arguments: ["rpc IngestEvents(A) returns (B);", "rpc IngestEvents(A) returns (stream B) { // (stratum.options.v1.access)\n }"])
    func `one without an access option is reported`(method: String) {
        let findings = MethodRule.findings(in: .sample([contract: "package stratum.events.v1;\nservice EventsService { \(method) }"]))
        #expect(findings.map(\.sentence) == ["EventsService.IngestEvents has no access option: say who may call it."])
    }

    @Test(arguments: [
        "struct EventsTests {}",
        "struct EventsTests { /* EventsServiceClient */ func a() { c.ingestEvents() } }",
        "struct EventsTests { let c: OtherServiceClient; func a() { c.ingestEvents() } }",
        "struct EventsTests { let c: EventsServiceClient; func ingestEvents() {} }",
    ])
    func `one that no test calls is reported`(text: String) {
        let findings = MethodRule.findings(in: .sample(["Tests/Events/EventsTests.swift": text]))
        #expect(findings.map(\.sentence) == ["no test calls EventsService.IngestEvents."])
    }

    @Test func `a call from Python counts`() {
        let python = "stub = events_pb2_grpc.EventsServiceStub(channel)\nstub.IngestEvents(request)\n"
        let tree = SourceTree.sample(["Tests/Events/EventsTests.swift": "struct EventsTests {}", "Tests/Interop/events_test.py": python])
        #expect(MethodRule.findings(in: tree).isEmpty)
    }

    @Test(arguments: [("IngestEvents", "ingestEvents"), ("IssueAPIKey", "issueAPIKey"), ("APIKeys", "apiKeys"), ("ID", "id")])
    func `a method has one name in Swift`(name: String, swiftName: String) {
        #expect(ProtoMethod(path: "", package: "", service: "", name: name, options: "").swiftName == swiftName)
    }
}
