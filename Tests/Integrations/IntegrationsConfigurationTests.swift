import Foundation
import Operations
import Platforms
import Secrets
import Testing

@testable import Integrations

@Suite("Integrations configuration")
struct IntegrationsConfigurationTests {
    private static let prefix = "STRATUM_INTEGRATIONS_"

    /// Reads the settings, with a file of sealing keys; nil leaves its setting out.
    private func read(sealingKeys: String?, _ others: [String: String] = [:]) throws -> IntegrationsConfiguration {
        var values = others
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        if let sealingKeys {
            try sealingKeys.write(to: file, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            values[Self.prefix + "SEALING_KEYS_FILE"] = file.path
        }
        return try IntegrationsConfiguration(Environment(values, service: "integrations"))
    }

    @Test func `needs its sealing keys, and has a default for all else`() throws {
        let configuration = try read(sealingKeys: KeyRing.randomLine(id: "seal-2") + KeyRing.randomLine(id: "seal-1"))
        #expect(configuration.sealingKeys.ids == ["seal-2", "seal-1"])
        #expect(configuration.meta.baseURL == "https://graph.facebook.com" && configuration.meta.version == "v25.0")
    }

    @Test(arguments: [nil, "", "seal-1", "seal-1 SECRETWORD", "seal-1 c2hvcnQ="])
    func `missing or useless sealing keys are named, and the process does not start`(sealingKeys: String?) {
        let error = #expect(throws: StartError.self) { try read(sealingKeys: sealingKeys) }
        #expect(error?.exitCode == 64)
        #expect(error?.sentence.contains("STRATUM_INTEGRATIONS_SEALING_KEYS_FILE") == true)
        #expect(error?.sentence.contains("SECRETWORD") == false)
    }
}
