import Testing

@Suite("Arrows between rooms") struct ArrowRuleTests {
    @Test func `the house keeps to them`() {
        let findings = ArrowRule.findings(in: .checkout)
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test func `the sample keeps to them`() {
        let findings = ArrowRule.findings(in: .sample())
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test(arguments: [
        ("Shared/EventLoop/A.swift", "import RPC\n", "EventLoop may not import RPC; the map has no such arrow."),
        ("Shared/EventLoop/A.swift", "@testable import RPC\n", "EventLoop may not import RPC; the map has no such arrow."),
        ("Shared/EventLoop/A.swift", "package import struct RPC.Call\n", "EventLoop may not import RPC; the map has no such arrow."),
        ("Shared/EventLoop/A.swift", "import Foundation\n", "EventLoop may not import Foundation; the map has no such arrow."),
        ("Shared/Stubs/a.stubs.swift", "import Postgres\n", "Stubs may not import Postgres; the map has no such arrow."),
        ("Services/Events/API/A.swift", "import CPQ\n", "Events may not import CPQ; the map has no such arrow."),
        ("Services/Sandbox/A.swift", "import Platforms\n", "Sandbox may not import Platforms; the map has no such arrow."),
        ("Tests/Events/A.swift", "import CPQ\n", "CPQ is the door of Postgres; test it there."),
    ])
    func `a forbidden import is reported`(path: String, text: String, sentence: String) {
        #expect(ArrowRule.findings(in: .sample([path: text])).map(\.sentence) == [sentence])
    }

    @Test func `an import in a comment or a string is none`() {
        let text = "// import RPC\nlet a = \"\"\"\n    import RPC\n    \"\"\"\n"
        #expect(ArrowRule.findings(in: .sample(["Shared/EventLoop/A.swift": text])).isEmpty)
    }

    @Test(arguments: [
        (#"shared("EventLoop", uses: ["CEpoll", "RPC"])"#, "EventLoop may not use RPC; the map has no such arrow."),
        (#"shared("EventLoop", uses: ["CPQ"])"#, "EventLoop may not use CPQ; the map has no such arrow."),
        (#"shared("Attic")"#, "Attic is not on the map; give it its arrows in HouseMap.swift."),
        (#"executable("Console", at: "Services/Console", uses: ["CPQ"])"#, "Console may not use CPQ; the map has no such arrow."),
        (#"c("CMessages", uses: ["CPQ"])"#, "CMessages may not use CPQ; the map has no such arrow."),
    ])
    func `a forbidden dependency in the manifest is reported`(line: String, sentence: String) {
        let manifest = SourceTree.sampleManifest.replacing("door(\"CEpoll\"),", with: "\(line),")
        #expect(ArrowRule.findings(in: .sample(manifest: manifest)).map(\.sentence) == [sentence])
    }

    @Test func `what every service uses is held to the map`() {
        let manifest = SourceTree.sampleManifest.replacing(#"["Host", "RPC"]"#, with: #"["Host", "HTTP2"]"#)
        let findings = ArrowRule.findings(in: .sample(manifest: manifest))
        #expect(findings.map(\.sentence) == ["Events may not use HTTP2; the map has no such arrow."])
    }
}
