import Foundation
import Testing

/// The generator as protoc runs it. Needs protoc and protoc-c.
@Suite("Generator")
struct GeneratorTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let plugin = Bundle.main.bundleURL.appending(path: "protoc-gen-stratum").path

    @Test func `what is committed is what the protos say`() throws {
        let (status, errors) = try run(Self.root.appending(path: "Protos/generate").path, ["--check"])
        #expect(status == 0, "\(errors)")
    }

    @Test func `a method that does not say who may call it is not generated`() throws {
        let (status, errors) = try generate(
            """
            service Bad { rpc Forgotten(M) returns (M); }
            """)
        #expect(status != 0)
        #expect(errors.contains("bad.proto: stratum.bad.v1.Bad.Forgotten does not say who may call it"))
    }

    @Test func `an access option without a caller is not generated`() throws {
        let (status, errors) = try generate(
            """
            import "stratum/options/v1/access.proto";
            service Bad { rpc Empty(M) returns (M) { option (stratum.options.v1.access) = {verified_account: true}; } }
            """)
        #expect(status != 0)
        #expect(errors.contains("the option (stratum.options.v1.access) of stratum.bad.v1.Bad.Empty names no caller"))
    }

    @Test func `a file that is not proto3 is not generated`() throws {
        let (status, errors) = try generate("", syntax: "proto2")
        #expect(status != 0)
        #expect(errors.contains("bad.proto: only proto3 files can be generated"))
    }

    @Test func `an unknown parameter is an error`() throws {
        let (status, errors) = try generate("", parameter: "nope=1")
        #expect(status != 0)
        #expect(errors.contains("the parameter nope is not known"))
    }

    @Test func `two runs write the same bytes`() throws {
        let body = "message Other { map<string, M> ms = 1; oneof x { int32 a = 2; M b = 3; } }"
        let folders = try [generated(body), generated(body)]
        defer { for folder in folders { try? FileManager.default.removeItem(at: folder) } }
        let (status, difference) = try run("/usr/bin/diff", ["-r", folders[0].path, folders[1].path])
        #expect(status == 0, "\(difference)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folders[0].appending(path: "Messages/Generated").path).count >= 4)
    }

    // MARK: Running

    private func generate(_ body: String, syntax: String = "proto3", parameter: String = "") throws -> (Int32, String) {
        let folder = try scratch(body, syntax: syntax)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try protoc(in: folder, parameter: parameter)
    }

    private func generated(_ body: String) throws -> URL {
        let folder = try scratch(body, syntax: "proto3")
        let (status, errors) = try protoc(in: folder, parameter: "")
        try #require(status == 0, "\(errors)")
        return folder
    }

    private func scratch(_ body: String, syntax: String) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stratum-codegen-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let proto = "syntax = \"\(syntax)\";\npackage stratum.bad.v1;\n\(body)\nmessage M {}\n"
        try proto.write(to: folder.appending(path: "bad.proto"), atomically: true, encoding: .utf8)
        return folder
    }

    private func protoc(in folder: URL, parameter: String) throws -> (Int32, String) {
        try run(
            "/usr/bin/env",
            [
                "protoc", "-I", folder.path, "-I", Self.root.appending(path: "Protos").path, "--plugin=protoc-gen-stratum=\(Self.plugin)",
                "--stratum_out=\(parameter.isEmpty ? "" : parameter + ":")\(folder.path)", "bad.proto",
            ])
    }

    private func run(_ program: String, _ arguments: [String]) throws -> (Int32, String) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["PROTOC_GEN_STRATUM": Self.plugin]) { $1 }
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
