import Foundation
import Operations
import Secrets
import Testing

@testable import Identity

@Suite("Identity configuration")
struct IdentityConfigurationTests {
    private static let prefix = "STRATUM_IDENTITY_"

    /// Reads the settings, with files of these contents; a content that is nil leaves its setting out.
    private func read(
        tokenKeys: String? = SigningKey.randomLine(id: "token-1"), hashKeys: String? = KeyRing.randomLine(id: "hash-1"),
        operatorKey: String? = String(repeating: "k", count: 40), _ others: [String: String] = [:]
    ) throws -> IdentityConfiguration {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var values = others
        for (name, content) in [("TOKEN_KEYS_FILE", tokenKeys), ("API_KEY_HASH_KEYS_FILE", hashKeys), ("OPERATOR_KEY_FILE", operatorKey)] {
            guard let content else { continue }
            let file = folder.appending(path: name)
            try content.write(to: file, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            values[Self.prefix + name] = file.path
        }
        return try IdentityConfiguration(Environment(values, service: "identity"))
    }

    @Test func `needs its keys, and has a default for all else`() throws {
        let configuration = try read()
        #expect(configuration.accessTokenLifetime == .seconds(900))
        #expect(configuration.tokenKeys.map(\.id) == ["token-1"])
    }

    @Test func `a missing or useless key file is named, and the process does not start`() {
        let attempts: [(String, () throws -> IdentityConfiguration)] = [
            ("TOKEN_KEYS_FILE", { try read(tokenKeys: nil) }), ("TOKEN_KEYS_FILE", { try read(tokenKeys: "token-1 SECRETWORD") }),
            ("TOKEN_KEYS_FILE", { try read(tokenKeys: SigningKey.randomLine(id: "events:1")) }),
            ("API_KEY_HASH_KEYS_FILE", { try read(hashKeys: nil) }), ("API_KEY_HASH_KEYS_FILE", { try read(hashKeys: "SECRETWORD") }),
            ("OPERATOR_KEY_FILE", { try read(operatorKey: nil) }), ("OPERATOR_KEY_FILE", { try read(operatorKey: "SECRETWORD") }),
            ("ACCESS_TOKEN_LIFETIME_SECONDS", { try read([Self.prefix + "ACCESS_TOKEN_LIFETIME_SECONDS": "86400"]) }),
        ]
        for (name, attempt) in attempts {
            let error = #expect(throws: StartError.self) { try attempt() }
            #expect(error?.exitCode == 64)
            #expect(error?.sentence.contains(Self.prefix + name) == true)
            #expect(error?.sentence.contains("SECRETWORD") == false)
        }
    }
}
