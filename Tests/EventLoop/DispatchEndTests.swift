import Glibc
import Synchronization
import Testing

@testable import EventLoop

@Suite("The end of a dispatch")
struct DispatchEndTests {
    @Test func `comes after the jobs that the handler made, and before the end of the wake`() async throws {
        let thread = try EventLoop(name: "test").start()
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let (input, output) = (ends[0], ends[1])
        let reader = Reader(loop: thread.loop, descriptor: input)
        await withCheckedContinuation { continuation in
            thread.loop.execute {
                reader.done = continuation
                try? thread.loop.watch(input, for: .readable, handler: reader)
                write(output, "x", 1)
            }
        }
        #expect(reader.notes == ["ready", "job", "dispatch ended", "wake ended"])
        thread.loop.stop()
        thread.join()
        close(input)
        close(output)
    }
}

/// Notes the order of what happens once its descriptor is readable. Confined to its loop until it is done.
private final class Reader: ReadinessHandler, @unchecked Sendable {
    private let loop: EventLoop
    private let descriptor: Int32
    var notes: [String] = []
    var done: CheckedContinuation<Void, Never>?

    init(loop: EventLoop, descriptor: Int32) {
        self.loop = loop
        self.descriptor = descriptor
    }

    func ready(_ readiness: Readiness) {
        notes.append("ready")
        loop.unwatch(descriptor)
        loop.atWakeEnd(
            Note { [self] in
                notes.append("wake ended")
                done?.resume()
            })
        loop.atDispatchEnd(Note { [self] in notes.append("dispatch ended") })
        loop.spawn { [self] in notes.append("job") }
    }

    private final class Note: WakeEndHandler {
        private let action: () -> Void

        init(_ action: @escaping () -> Void) { self.action = action }

        func wakeEnded() { action() }
    }
}
