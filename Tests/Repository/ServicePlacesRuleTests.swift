import Testing

@Suite("Places of a service") struct ServicePlacesRuleTests {
    @Test func `every service has them`() {
        let findings = ServicePlacesRule.findings(in: .checkout)
        #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
    }

    @Test func `the sample's service has them`() {
        let findings = ServicePlacesRule.findings(in: .sample())
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test(arguments: [
        "Services/Events/main.swift", "Services/Events/EventsService.swift", "Services/Events/EventsConfiguration.swift",
        "Services/Events/API/EventsHandlers.swift", "Services/Events/Domain/ConversionEvent.swift",
        "Services/Events/Store/EventStore.swift",
        "Services/Events/Workers/Sender.swift", "Services/Events/Migrations/v0001_create_events.sql", "Tests/Events/EventsTests.swift",
        "Protos/stratum/events/v1/events.proto", "compose/environment/events", "compose/shell/services.sh", "README.md",
    ])
    func `a missing one is reported`(path: String) {
        #expect(ServicePlacesRule.findings(in: .sample(without: [path])).count == 1)
    }

    @Test func `a missing product is reported`() {
        let manifest = SourceTree.sampleManifest.replacing(#".executable(name: "stratum-events", targets: ["Events"])"#, with: "")
        #expect(ServicePlacesRule.findings(in: .sample(manifest: manifest)).map(\.sentence) == ["there is no product stratum-events."])
    }
}
