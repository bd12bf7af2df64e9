import Testing

@Suite("Rooms") struct RoomRuleTests {
    @Test func `the house and its manifest have the same`() {
        let findings = RoomRule.findings(in: .checkout)
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test func `the rules look at a whole house`() {
        let rooms = SourceTree.checkout.manifest.rooms
        #expect(rooms.count(where: { $0.kind == "shared" }) >= 1)
        #expect(SourceTree.checkout.swiftSources.count >= rooms.count(where: { $0.kind == "shared" || $0.kind == "service" }))
        #expect(SourceTree.checkout.swiftSources.contains { $0.path == "Tests/Repository/RoomRuleTests.swift" })
    }

    @Test func `the sample has the same`() {
        #expect(RoomRule.findings(in: .sample()).isEmpty)
    }

    @Test func `a target without sources is reported`() {
        let tree = SourceTree.sample(without: ["Shared/EventLoop/EventLoop.swift"])
        #expect(RoomRule.findings(in: tree).map(\.sentence) == ["EventLoop has no source in Shared/EventLoop."])
    }

    @Test(arguments: ["Shared/Attic/A.swift", "Services/Attic/main.swift", "Tests/Attic/A.swift"])
    func `a folder without a target is reported`(path: String) {
        #expect(RoomRule.findings(in: .sample([path: ""])).map(\.sentence) == ["no target of Package.swift has this folder."])
    }

    @Test func `a target declared without its helper is reported`() {
        let manifest = SourceTree.sampleManifest.replacing("door(\"CEpoll\"),", with: "door(\"CEpoll\"), .target(name: \"Attic\"),")
        #expect(RoomRule.findings(in: .sample(manifest: manifest)).count == 1)
    }
}
