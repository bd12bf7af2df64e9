import Foundation
import Testing

@testable import Operations

@Suite("Lifecycle") struct LifecycleTests {
    @Test func `the first signal drains and lets the process end as it likes`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            Lifecycle.prepare()
            Lifecycle.watch { signal in _exit(signal == SIGTERM ? 7 : 8) }
            kill(getpid(), SIGTERM)
            while true { sleep(1) }
        }
    }

    @Test func `the second signal ends the process at once, even while it drains`() async {
        await #expect(processExitsWith: .exitCode(1)) {
            Lifecycle.prepare()
            Lifecycle.watch { _ in
                kill(getpid(), SIGINT)
                while true { sleep(1) }
            }
            kill(getpid(), SIGTERM)
            while true { sleep(1) }
        }
    }

    @Test func `a closed pipe is an error and not the end`() async {
        await #expect(processExitsWith: .exitCode(9)) {
            Lifecycle.prepare()
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { return }
            close(ends[0])
            if write(ends[1], "x", 1) < 0, errno == EPIPE { _exit(9) }
        }
    }
}
