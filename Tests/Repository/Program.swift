import Foundation

/// Runs a program that the rules need: bash, sha256sum.
enum Program {
    /// What it wrote to stdout and stderr, and its exit code.
    static func run(_ arguments: [String], input: String = "") throws -> (output: String, code: Int32) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        let stdin = Pipe()
        let stdout = Pipe()
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stdout
        try process.run()
        stdin.fileHandleForWriting.write(Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (String(decoding: output, as: UTF8.self), process.terminationStatus)
    }

    /// The hexadecimal SHA-256 of a text.
    static func sha256(_ text: String) -> String {
        let result = try? run(["sha256sum"], input: text)
        return String(result?.output.prefix(64) ?? "sha256sum did not run")
    }

    /// What bash says of a script that it cannot parse.
    static func bashComplaint(_ file: RepositoryFile) -> String? {
        guard let result = try? run(["bash", "-n"], input: file.text) else { return "bash did not run." }
        return result.code == 0 ? nil : result.output
    }
}
