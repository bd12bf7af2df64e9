import Foundation
import Messages
import Testing

/// Random messages of every field kind, read and written by Python's protobuf and by us.
///
/// `STRATUM_TEST_PYTHON` names a Python that has the package protobuf; protoc is needed as well.
@Suite("Compared with Python", .enabled(if: ProcessInfo.processInfo.environment["STRATUM_TEST_PYTHON"] != nil))
struct PythonComparisonTests {
    typealias Every = TestingV1.EveryField

    private static let tests = URL(filePath: #filePath).deletingLastPathComponent()

    @Test func `random messages are the same to both, packed and as JSON`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stratum-messages-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let set = folder.appending(path: "set")
        let root = Self.tests.deletingLastPathComponent().deletingLastPathComponent()
        _ = try run(
            "protoc",
            [
                "-I", root.appending(path: "Tests/Protos").path, "-I", root.appending(path: "Protos").path, "--include_imports", "-o",
                set.path,
                "stratum/testing/v1/every_field.proto",
            ])
        let python = try #require(ProcessInfo.processInfo.environment["STRATUM_TEST_PYTHON"])
        let script = Self.tests.appending(path: "compare.py").path
        let theirs = try run(python, [script, "generate", set.path, "150", "20101201"])
        let options = JSONOptions(types: MessageTypes([Every.self, GoogleProtobuf.Duration.self, GoogleProtobuf.Value.self]))
        var ours = ""
        for line in theirs.split(separator: "\n") {
            let parts = line.split(separator: " ")
            let packed = try Every(unpacking: hex(String(parts[0])))
            let read = try Every(json: String(decoding: hex(String(parts[1])), as: UTF8.self), options: options)
            #expect(packed.unknownFields.isEmpty)
            // What was read from one form is sent back in the other.
            ours += "\(packed.packed().hex) \(Array(try packed.json(options).utf8).hex)\n"
            ours += "\(packed.packed().hex) \(Array(try read.json(options).utf8).hex)\n"
        }
        let doubled = theirs.split(separator: "\n").flatMap { [$0, $0] }.joined(separator: "\n")
        let first = folder.appending(path: "theirs")
        let second = folder.appending(path: "ours")
        try doubled.write(to: first, atomically: true, encoding: .utf8)
        try ours.write(to: second, atomically: true, encoding: .utf8)
        #expect(try run(python, [script, "check", set.path, first.path, second.path]) == "300 messages agree\n")
    }

    private func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program) \(arguments.first ?? "")")
        return String(decoding: output, as: UTF8.self)
    }
}
