import Glibc
import Synchronization
import Testing

@testable import EventLoop

@Suite("Event loop")
struct EventLoopTests {
    @Test func `a spawned task and what it awaits run on the loop`() async throws {
        try await withLoop { loop in
            let onLoop = await withCheckedContinuation { continuation in
                loop.spawn {
                    let before = loop.isCurrent
                    await Task.yield()
                    try? await loop.sleep(for: .milliseconds(1))
                    continuation.resume(returning: before && loop.isCurrent)
                }
            }
            #expect(onLoop)
        }
    }

    @Test func `bodies from another thread run in their order`() async throws {
        try await withLoop { loop in
            let seen = Mutex<[Int]>([])
            await withCheckedContinuation { continuation in
                for number in 0..<1000 { loop.execute { seen.withLock { $0.append(number) } } }
                loop.execute { continuation.resume() }
            }
            #expect(seen.withLock { $0 } == Array(0..<1000))
        }
    }

    @Test func `timers fire in the order of their delays, and a cancelled one not at all`() async throws {
        try await withLoop { loop in
            let order = Mutex<[Int]>([])
            await withCheckedContinuation { continuation in
                loop.execute {
                    loop.schedule(after: .milliseconds(6)) { order.withLock { $0.append(3) } }
                    loop.schedule(after: .milliseconds(2)) { order.withLock { $0.append(1) } }
                    let cancelled = loop.schedule(after: .milliseconds(3)) { order.withLock { $0.append(99) } }
                    loop.schedule(after: .milliseconds(4)) { order.withLock { $0.append(2) } }
                    loop.schedule(after: .milliseconds(8)) { continuation.resume() }
                    cancelled.cancel()
                }
            }
            #expect(order.withLock { $0 } == [1, 2, 3])
        }
    }

    @Test func `a cancelled sleep ends at once with CancellationError`() async throws {
        try await withLoop { loop in
            let wasCancelled = await withCheckedContinuation { continuation in
                let task = loop.spawn {
                    do {
                        try await loop.sleep(for: .seconds(3600))
                        continuation.resume(returning: false)
                    } catch {
                        continuation.resume(returning: error is CancellationError)
                    }
                }
                task.cancel()
            }
            #expect(wasCancelled)
        }
    }

    @Test func `an unwatched descriptor is not reported again, though this wake has seen it`() async throws {
        try await withLoop { loop in
            var pair: [Int32] = [0, 0]
            #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
            let (near, far) = (pair[0], pair[1])
            var byte: UInt8 = 1
            #expect(write(far, &byte, 1) == 1)
            let calls = await withCheckedContinuation { continuation in
                loop.execute {
                    let counter = Counter { loop.unwatch(near) }
                    try? loop.watch(near, for: .readable, handler: counter)
                    loop.schedule(after: .milliseconds(10)) { continuation.resume(returning: counter.calls) }
                }
            }
            #expect(calls == 1)
            close(near)
            close(far)
        }
    }

    @Test func `the end of a wake comes after all of its jobs`() async throws {
        try await withLoop { loop in
            let jobsBefore = await withCheckedContinuation { continuation in
                loop.execute {
                    let ender = Ender(continuation)
                    loop.atWakeEnd(ender)
                    for _ in 0..<10 { loop.spawn { ender.jobs += 1 } }
                }
            }
            #expect(jobsBefore == 10)
        }
    }

    private func withLoop(_ body: (EventLoop) async throws -> Void) async throws {
        let thread = try EventLoop(name: "test").start()
        try await body(thread.loop)
        thread.loop.stop()
        thread.join()
    }
}

private final class Counter: ReadinessHandler {
    var calls = 0
    let onCall: () -> Void

    init(onCall: @escaping () -> Void) { self.onCall = onCall }

    func ready(_ readiness: Readiness) {
        calls += 1
        onCall()
    }
}

private final class Ender: WakeEndHandler, @unchecked Sendable {
    var jobs = 0
    let continuation: CheckedContinuation<Int, Never>

    init(_ continuation: CheckedContinuation<Int, Never>) { self.continuation = continuation }

    func wakeEnded() { continuation.resume(returning: jobs) }
}
