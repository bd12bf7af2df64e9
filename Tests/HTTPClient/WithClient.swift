import EventLoop

@testable import HTTPClient

extension Result where Failure == HTTPFailure {
    var failure: HTTPFailure? {
        guard case .failure(let failure) = self else { return nil }
        return failure
    }
}

/// Runs `body` on a loop with a client of its own, and ends both.
func withClient<Value: Sendable>(
    _ configuration: HTTPClientConfiguration = HTTPClientConfiguration(), _ body: @escaping @Sendable (HTTPClient) async -> Value
) async throws -> Value {
    let thread = try EventLoop(name: "test").start()
    let loop = thread.loop
    let value = await withCheckedContinuation { continuation in
        loop.spawn {
            let client = HTTPClient(loop: loop, configuration: configuration)
            let value = await body(client)
            client.shutDown()
            continuation.resume(returning: value)
        }
    }
    loop.stop()
    thread.join()
    return value
}
