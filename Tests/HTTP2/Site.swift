import EventLoop
import Synchronization
import Testing

@testable import HTTP2

/// A small HTTP/2 server: `/echo` sends the request's body back, `/late` sends a head and, when told, only trailers,
/// `/endless` sends as fast as the peer takes it.
final class Site: HTTP2ConnectionDelegate, @unchecked Sendable {
    let loop: EventLoop
    private let thread: LoopThread
    private var listener: HTTP2Listener?
    private(set) var port: UInt16 = 0
    private var late: [HTTP2Stream] = []
    private let state = Mutex((closed: [HTTP2CloseReason](), opened: 0, written: 0, overLimit: 0, isDrained: false))

    /// Why connections have closed, in their order.
    var closed: [HTTP2CloseReason] { state.withLock { $0.closed } }
    /// Requests that came through.
    var opened: Int { state.withLock { $0.opened } }
    /// Bytes that `/endless` has handed over.
    var written: Int { state.withLock { $0.written } }
    /// Whether a drain has ended.
    var isDrained: Bool { state.withLock { $0.isDrained } }
    /// Requests whose header list was over the limit.
    var overLimit: Int { state.withLock { $0.overLimit } }

    static func run(_ configure: (inout HTTP2Configuration) -> Void = { _ in }, _ body: (Site) async throws -> Void) async throws {
        var configuration = HTTP2Configuration()
        configure(&configuration)
        let site = try await Site(configuration)
        let result: Result<Void, any Error>
        do { result = .success(try await body(site)) } catch { result = .failure(error) }
        await site.onLoop { site.listener?.close() }
        site.loop.stop()
        site.thread.join()
        try result.get()
    }

    private init(_ configuration: HTTP2Configuration) async throws {
        thread = try EventLoop(name: "site").start()
        loop = thread.loop
        let descriptor = try ListeningSocket.open(Endpoint(host: "127.0.0.1", port: 0), count: 1)[0]
        port = ListeningSocket.address(of: descriptor)?.port ?? 0
        try await onLoop {
            Result {
                self.listener = try HTTP2Listener(descriptor: descriptor, loop: self.loop, configuration: configuration, delegate: self)
            }
        }.get()
    }

    func onLoop<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in loop.execute { continuation.resume(returning: body()) } }
    }

    /// Ends every `/late` stream with trailers.
    func endLate() async {
        await onLoop {
            for stream in self.late {
                let trailers = HTTP2Fields()
                trailers.append("x-end", "late")
                stream.sendEnd(trailers: trailers)
            }
            self.late = []
        }
    }

    func lateCount() async -> Int { await onLoop { self.late.count } }

    /// Begins a drain; `isDrained` tells its end.
    func drain() {
        loop.execute { self.listener?.drain { self.state.withLock { $0.isDrained = true } } }
    }

    /// Waits until `condition` holds, for ten seconds at most.
    func wait(for what: String, until condition: () async -> Bool) async throws {
        for _ in 0..<10_000 {
            if await condition() { return }
            try await loop.sleep(for: .milliseconds(1))
        }
        Issue.record("waited in vain for \(what)")
    }

    // MARK: HTTP2ConnectionDelegate

    func connection(_ connection: HTTP2Connection, opened stream: HTTP2Stream, head: HTTP2HeaderBlock) -> any HTTP2StreamHandler {
        state.withLock {
            $0.opened += 1
            if head.isOverLimit { $0.overLimit += 1 }
        }
        let path = head.value(of: ":path").map { String(decoding: $0, as: UTF8.self) } ?? ""
        let fields = HTTP2Fields()
        fields.append(":status", "200")
        if path != "/echo" { stream.send(head: fields) }
        if path == "/late" { late.append(stream) }
        let exchange = Exchange(stream, path: path, fields: fields) { count in self.state.withLock { $0.written += count } }
        if path == "/endless" { exchange.drained() }
        return exchange
    }

    func connection(_ connection: HTTP2Connection, closed reason: HTTP2CloseReason) { state.withLock { $0.closed.append(reason) } }

    private final class Exchange: HTTP2StreamHandler {
        private let stream: HTTP2Stream
        private let path: String
        private let fields: HTTP2Fields
        private let wrote: (Int) -> Void
        private var body: [UInt8] = []

        init(_ stream: HTTP2Stream, path: String, fields: HTTP2Fields, wrote: @escaping (Int) -> Void) {
            self.stream = stream
            self.path = path
            self.fields = fields
            self.wrote = wrote
        }

        func received(bytes: UnsafeRawBufferPointer) {
            body += bytes
            stream.consume(bytes.count)
        }

        func receivedEnd() {
            if path == "/echo" { stream.send(head: fields, body: body, trailers: nil) }
        }

        func drained() {
            let chunk = [UInt8](repeating: 1, count: 10_000)
            while stream.isOpen, stream.waitingBytes <= HTTP2Stream.highWaterBytes {
                stream.send(chunk)
                wrote(chunk.count)
            }
            stream.awaitDrain()
        }

        func closed(_ code: HTTP2ErrorCode) {}
    }
}
