import Foundation
import Testing

@testable import HTTPClient

@Suite("HTTP client over TLS")
struct HTTPClientTLSTests {
    @Test func `an untrusted certificate is a failure of a request that did not arrive, a trusted one works`() async throws {
        let server = try TLSServer()
        defer { server.stop() }
        let port = server.port
        let untrusted = try await withClient {
            await $0.send(HTTPRequest(.post, "https://127.0.0.1:\(port)/", body: [1]), timeout: .seconds(10))
        }
        #expect(untrusted.failure?.kind == .tls)
        #expect(untrusted.failure?.requestMayHaveArrived == false)
        let trusting = HTTPClientConfiguration(trustedCertificatesFile: server.certificate)
        let trusted = try await withClient(trusting) {
            await $0.send(HTTPRequest(.get, "https://127.0.0.1:\(port)/"), timeout: .seconds(10))
        }
        #expect(try trusted.get().status == 200)
        let otherName = try await withClient(trusting) {
            await $0.send(HTTPRequest(.get, "https://localhost:\(port)/"), timeout: .seconds(10))
        }
        #expect(otherName.failure?.kind == .tls)
    }
}

/// `openssl s_server` with a certificate for 127.0.0.1 that it made itself.
private final class TLSServer {
    let port: UInt16
    let certificate: String
    private let process = Process()
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "stratum-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "certificate.pem").path
        let key = folder.appending(path: "key.pem").path
        let maker = Process()
        maker.executableURL = URL(filePath: "/usr/bin/openssl")
        maker.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=test",
            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
        ]
        maker.standardError = FileHandle.nullDevice
        try maker.run()
        maker.waitUntilExit()
        port = ScriptedServer.freePort()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = ["s_server", "-www", "-accept", "127.0.0.1:\(port)", "-cert", certificate, "-key", key]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = Pipe()
        try process.run()
        // It says ACCEPT when it listens.
        var said = ""
        while !said.contains("ACCEPT") {
            let bytes = output.fileHandleForReading.availableData
            guard !bytes.isEmpty else { break }
            said += String(decoding: bytes, as: UTF8.self)
        }
    }

    func stop() {
        // A child may inherit a mask that holds SIGTERM back.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }
}
