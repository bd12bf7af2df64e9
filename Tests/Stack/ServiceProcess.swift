import Foundation
import Glibc
import TestSupport

/// One of the real executables, running; killed when this process ends, however that happens.
final class ServiceProcess: @unchecked Sendable {
    let name: String
    let logPath: String
    private let program: String
    private let environment: [String: String]
    private var pid: pid_t = 0
    private var lifeline: Int32 = -1

    init(_ name: String, program: String, environment: [String: String], logPath: String) {
        self.name = name
        self.program = program
        self.environment = environment
        self.logPath = logPath
    }

    deinit { kill() }

    var isRunning: Bool { pid != 0 && Glibc.kill(pid, 0) == 0 && !hasEnded() }

    /// Starts it; its output is appended to its log.
    func start() throws {
        precondition(pid == 0, "\(name) runs already")
        let log = open(logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer {
            close(log)
            close(null)
        }
        pid = try Command(program, [], environment: environment).spawn(input: null, output: log, errors: log)
        let (near, far) = try Command.makeSocketPair()
        let sink = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer {
            close(far)
            close(sink)
        }
        lifeline = near
        _ = try Command("/usr/bin/setsid", ["/bin/sh", "-c", "cat; kill -9 \(pid)"]).spawn(input: far, output: sink, errors: sink)
    }

    /// Ends it at once, as a crash would.
    func kill() { end(SIGKILL) }

    /// Asks it to end and waits for it. Returns its exit code; -9 and the like when a signal ended it.
    @discardableResult
    func terminate() -> Int32 { end(SIGTERM) }

    /// Stops it without ending it, as a pause of the machine would.
    func suspend() { Glibc.kill(pid, SIGSTOP) }

    func resume() { Glibc.kill(pid, SIGCONT) }

    @discardableResult
    private func end(_ signal: Int32) -> Int32 {
        guard pid != 0 else { return 0 }
        Glibc.kill(pid, signal)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        pid = 0
        close(lifeline)
        return status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
    }

    private func hasEnded() -> Bool {
        var information = siginfo_t()
        return waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0 && information.si_signo == SIGCHLD
    }

    /// Everything it has written.
    var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }
}
