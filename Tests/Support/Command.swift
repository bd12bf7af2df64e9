import Foundation
import Glibc

/// A program run to its end, off the threads that tests share.
package struct Command: Sendable {
    package var program: String
    package var arguments: [String]
    package var environment: [String: String]
    /// Given to its standard input.
    package var input: String

    package init(_ program: String, _ arguments: [String], environment: [String: String] = [:], input: String = "") {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.input = input
    }

    /// A program that did not end with 0.
    package struct Failure: Error, CustomStringConvertible {
        package let program: String
        package let status: Int32
        package let output: String

        package init(program: String, status: Int32, output: String) {
            self.program = program
            self.status = status
            self.output = output
        }

        package var description: String { "\(program) ended with \(status): \(output)" }
    }

    /// Runs it and returns what it wrote to standard output. Throws `Failure` when it does not end with 0.
    @discardableResult
    package func run() async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try self.runBlocking() }) }
        }
    }

    /// As `run`, holding the calling thread.
    @discardableResult
    package func runBlocking() throws -> String {
        let (standardInput, childInput) = try Self.makeSocketPair()
        let (standardOutput, childOutput) = try Self.makeSocketPair()
        let errors = Self.makeUnnamedFile()
        let child: pid_t
        do {
            defer {
                close(childInput)
                close(childOutput)
            }
            child = try spawn(input: childInput, output: childOutput, errors: errors)
        }
        // A program that does not read its input must not end this process.
        var bytes = Array(input.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { send(standardInput, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { break }
            bytes.removeFirst(count)
        }
        close(standardInput)
        let output = FileHandle(fileDescriptor: standardOutput, closeOnDealloc: true).readDataToEndOfFile()
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        lseek(errors, 0, SEEK_SET)
        let complaints = FileHandle(fileDescriptor: errors, closeOnDealloc: true).readDataToEndOfFile()
        guard status == 0 else {
            // Death by a signal is in the low seven bits, the exit code in the next eight.
            let code = status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
            throw Failure(program: program, status: code, output: String(decoding: complaints + output, as: UTF8.self))
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Starts it with these three descriptors and no other: a server that outlives the command would keep them open.
    package func spawn(input: Int32, output: Int32, errors: Int32) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        _ = Self.closeFrom(&actions, 3)
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
        var argumentPointers = ([program] + arguments).map { strdup($0) } + [nil]
        var variablePointers = variables.map { strdup($0) } + [nil]
        defer { for pointer in argumentPointers + variablePointers { free(pointer) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, program, &actions, nil, &argumentPointers, &variablePointers)
        guard code == 0 else { throw Failure(program: program, status: code, output: String(cString: strerror(code))) }
        return child
    }

    /// glibc's own, which its Swift module leaves out.
    private static let closeFrom: @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32 = {
        guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { fatalError("glibc is older than 2.34") }
        return unsafeBitCast(symbol, to: (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32).self)
    }()

    private static func makeUnnamedFile() -> Int32 {
        var template = Array("/tmp/stratum-test-errors-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        unlink(template)
        return file
    }

    /// Two ends that no child inherits by accident, not even one started at the same moment by another thread.
    package static func makeSocketPair() throws -> (Int32, Int32) {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw Failure(program: "socketpair", status: errno, output: "")
        }
        return (ends[0], ends[1])
    }
}
