import Testing

@Suite("Folders inside a service") struct ServiceFolderRuleTests {
    @Test func `the services keep their direction`() {
        let findings = ServiceFolderRule.findings(in: .checkout)
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test func `the sample keeps its direction`() {
        let findings = ServiceFolderRule.findings(in: .sample())
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test(arguments: [
        ("Domain/A.swift", "struct A { let store: EventStore }", "Domain may not name EventStore, in Store."),
        ("Domain/A.swift", "struct A { let b: EventsConfiguration }", "Domain may not name EventsConfiguration, beside the folders."),
        ("Domain/A.swift", "import RPC\nstruct A {}", "Domain may not import RPC."),
        ("Store/A.swift", "struct A { func a() { Sender() } }", "Store may not name Sender, in Workers."),
        ("API/A.swift", "struct A { var s: [Sender] }", "API may not name Sender, in Workers."),
        ("Workers/A.swift", "extension EventsHandlers {}", "Workers may not name EventsHandlers, in API."),
        ("Attic/A.swift", "struct A {}", "this is none of a service's places; the map in README.md names them."),
        ("Attic.swift", "struct Attic {}", "this is none of a service's places; the map in README.md names them."),
    ])
    func `a name or file out of place is reported`(path: String, text: String, sentence: String) {
        let findings = ServiceFolderRule.findings(in: .sample(["Services/Events/\(path)": text]))
        #expect(findings.map(\.sentence) == [sentence])
    }

    @Test(arguments: [
        "struct A { let sender: EventsV1.Sender }",
        "struct A { struct Sender {} ; let sender: Sender }",
        "struct A { let text = \"Sender\" } // Sender",
        "struct A { let event: ConversionEvent }",
    ])
    func `a name that is another's or allowed is not reported`(text: String) {
        #expect(ServiceFolderRule.findings(in: .sample(["Services/Events/Store/A.swift": text])).isEmpty)
    }
}
