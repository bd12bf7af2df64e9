import EventLoop
import HTTP2
import Messages

/// Messages of one direction of a call that have come in and were not yet taken, for one task.
///
/// *Confined* to its loop but for `next`, which hops there. Bounded by the stream's window: bytes are consumed when their message is taken.
final class InboundMessages<Element: Message>: @unchecked Sendable {
    private let loop: EventLoop
    private weak var source: HTTP2Stream?
    private var queue: [(element: Element, cost: Int)] = []
    private var taken = 0
    private var end: Result<Void, RPCError>?
    private var waiting: CheckedContinuation<Element?, any Error>?

    init(loop: EventLoop, source: HTTP2Stream? = nil) {
        self.loop = loop
        self.source = source
    }

    // MARK: For the call

    func push(_ element: Element, cost: Int) {
        guard end == nil else { return }
        if let waiting {
            self.waiting = nil
            source?.consume(cost)
            waiting.resume(returning: element)
        } else {
            queue.append((element, cost))
        }
    }

    /// No more follow. Those not yet taken are still given before the end is told, unless they are dropped.
    func finish(_ error: RPCError?, dropsWaiting: Bool) {
        guard end == nil || dropsWaiting else { return }
        end = error.map { .failure($0) } ?? .success(())
        if dropsWaiting {
            queue = []
            taken = 0
        }
        guard let waiting else { return }
        self.waiting = nil
        if let error { waiting.resume(throwing: error) } else { waiting.resume(returning: nil) }
    }

    /// Where the bytes are consumed, once there is a stream.
    func attach(_ stream: HTTP2Stream) { source = stream }

    // MARK: For the task

    /// The next message, nil after the last.
    func next() async throws -> Element? {
        if loop.isCurrent, let ready = takeReady() { return try ready.get() }
        return try await withCheckedThrowingContinuation { continuation in
            if loop.isCurrent { wait(continuation) } else { loop.execute { self.wait(continuation) } }
        }
    }

    private func wait(_ continuation: CheckedContinuation<Element?, any Error>) {
        if let ready = takeReady() {
            continuation.resume(with: ready.mapError { $0 as any Error })
            return
        }
        precondition(waiting == nil, "two tasks take from one stream of messages")
        waiting = continuation
    }

    /// Nil when there is nothing to say yet.
    private func takeReady() -> Result<Element?, RPCError>? {
        if taken < queue.count {
            let (element, cost) = queue[taken]
            taken += 1
            if taken == queue.count {
                queue.removeAll(keepingCapacity: true)
                taken = 0
            } else if taken >= 64, taken * 2 >= queue.count {
                queue.removeFirst(taken)
                taken = 0
            }
            source?.consume(cost)
            return .success(element)
        }
        return end?.map { nil }
    }
}
