package import EventLoop

/// A loop of a test's own.
package enum TestLoop {
    /// Runs `body` on the loop and returns what it returns; then the loop ends.
    package static func run<Answer: Sendable>(_ body: @escaping @Sendable (EventLoop) async throws -> Answer) async throws -> Answer {
        let thread = try EventLoop(name: "test").start()
        let loop = thread.loop
        defer {
            loop.stop()
            thread.join()
        }
        return try await withCheckedThrowingContinuation { continuation in
            loop.spawn {
                do {
                    continuation.resume(returning: try await body(loop))
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }

    /// Waits until `condition` holds, looking every few milliseconds; answers whether it came to hold within `limit`. On the loop.
    package static func eventually(
        within limit: Duration = .seconds(10), on loop: EventLoop, _ condition: () async throws -> Bool
    ) async throws -> Bool {
        let start = ContinuousClock.now
        while !(try await condition()) {
            guard ContinuousClock.now - start < limit else { return false }
            try await loop.sleep(for: .milliseconds(5))
        }
        return true
    }
}
