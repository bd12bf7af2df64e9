import Foundation
import HTTPServer
import Testing

@testable import Sandbox

/// `STRATUM_TEST_PYTHON` names a Python that has the package facebook-business.
@Suite("Judged by Meta's SDK", .enabled(if: ProcessInfo.processInfo.environment["STRATUM_TEST_PYTHON"] != nil))
struct MetaSDKTests {
    @Test func `Meta's own SDK finds in the sandbox what it expects of Meta`() throws {
        let world = SandboxWorld(
            meta: MetaFace(), ledger: ReceivedLedger(eventsMax: 10_000, bodyBytesMax: 1 << 24),
            now: { Int64(Date().timeIntervalSince1970 * 1e9) })
        let server = try HTTPServer(HTTPServerConfiguration(bodyBytesMax: 16 << 20)) { world.answer($0) }
        defer { server.stop() }
        let python = try #require(ProcessInfo.processInfo.environment["STRATUM_TEST_PYTHON"])
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            python, URL(filePath: #filePath).deletingLastPathComponent().appending(path: "judge.py").path,
            "http://127.0.0.1:\(server.port)",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(String(decoding: output, as: UTF8.self).hasSuffix("Meta's SDK and the sandbox agree\n"))
        #expect(process.terminationStatus == 0)
        #expect(world.totals(at: .meta).counted == 1002)
    }
}
