import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite("Transport security")
struct TransportSecurityTests {
    @Test func `a session is encrypted, and the server's certificate is checked against its name`() async throws {
        let cluster = try await ScratchCluster.make()
        let certificate = "\(cluster.dataDirectory)/server.crt"
        let arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
            "\(cluster.dataDirectory)/server.key", "-out", certificate,
        ]
        try await ScratchCluster.asServer("/usr/bin/openssl", arguments).run()
        try await cluster.sql("alter system set ssl = on")
        try await cluster.sql("select pg_reload_conf()")
        let database = try await ScratchDatabase.make(in: cluster)
        let trusted = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).crt").path
        try FileManager.default.copyItem(atPath: certificate, toPath: trusted)
        defer { try? FileManager.default.removeItem(atPath: trusted) }

        func isEncrypted(_ host: String, _ security: TransportSecurity) async throws -> Bool {
            var configuration = database.configuration
            configuration.address.host = host
            configuration.security = security
            configuration.rootCertificateFile = trusted
            return try await database.withPool(configuration) { pool in
                try await pool.query("select ssl from pg_stat_ssl where pid = pg_backend_pid()", timeout: .seconds(5)).only[0]
            }
        }
        // The server reads its settings in its own time.
        let isOn = try await TestLoop.run { loop in
            try await TestLoop.eventually(on: loop) { try await cluster.sql("show ssl") == "on" }
        }
        #expect(isOn)
        #expect(try await isEncrypted("127.0.0.1", .require))
        #expect(try await isEncrypted("127.0.0.1", .prefer))
        #expect(try await isEncrypted("localhost", .verifyFull))
        #expect(try await isEncrypted("127.0.0.1", .verifyCA))
        #expect(try await isEncrypted("127.0.0.1", .disable) == false)
        let error = await #expect(throws: PostgresError.self) { _ = try await isEncrypted("127.0.0.1", .verifyFull) }
        #expect(error?.kind == .notConnected)
    }

    @Test func `a server without encryption is refused when it is required`() async throws {
        let database = try await ScratchDatabase.make()
        var configuration = database.configuration
        configuration.security = .require
        try await database.withPool(configuration) { pool in
            let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1", timeout: .seconds(5)) }
            #expect(error?.kind == .notConnected)
        }
    }
}
