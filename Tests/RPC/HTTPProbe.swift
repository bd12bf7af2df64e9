import EventLoop
import HTTP2

/// What a peer without gRPC sees: sends the header fields and bytes it is told to, and keeps whatever comes back.
///
/// *Confined* to its loop.
final class HTTPProbe: HTTP2ConnectionDelegate, @unchecked Sendable {
    /// What came back for one request.
    struct Answer: Sendable {
        var fields: [String: String] = [:]
        var body: [UInt8] = []
        var reset: HTTP2ErrorCode?

        var grpcStatus: String? { fields["grpc-status"] }
    }

    private let loop: EventLoop
    private let connector: HTTP2Connector
    private var connection: HTTP2Connection?
    private var ready: CheckedContinuation<Void, any Error>?
    private var exchanges: [Exchange] = []

    init(port: UInt16, loop: EventLoop, configuration: HTTP2Configuration = HTTP2Configuration()) {
        self.loop = loop
        connector = HTTP2Connector(endpoint: Endpoint(host: "127.0.0.1", port: port), loop: loop, configuration: configuration)
    }

    func connect() async throws {
        try await withCheckedThrowingContinuation { continuation in
            loop.execute { [self] in
                ready = continuation
                connector.connect(timeout: .seconds(5), delegate: self) { [self] result in
                    switch result {
                    case .success(let connection): self.connection = connection
                    case .failure(let error):
                        ready?.resume(throwing: error)
                        ready = nil
                    }
                }
            }
        }
    }

    /// Sends a request and returns the whole answer. A nil body leaves the request open.
    func request(_ fields: [(String, String)], body pieces: [[UInt8]]?) async -> Answer {
        await withCheckedContinuation { continuation in
            loop.execute { [self] in
                let exchange = Exchange(continuation)
                let stream = HTTP2Stream(handler: exchange)
                exchange.stream = stream
                let head = HTTP2Fields()
                for (name, value) in fields {
                    Array(name.utf8).withUnsafeBytes { name in Array(value.utf8).withUnsafeBytes { head.append(name, $0) } }
                }
                guard let connection, connection.request(stream, head, hasBody: true) else {
                    return exchange.closed(.connectError)
                }
                exchanges.append(exchange)
                for piece in pieces ?? [] { stream.send(piece) }
                if pieces != nil { stream.sendEnd() }
            }
        }
    }

    /// Resets every request that is open.
    func resetAll() {
        loop.execute { [self] in for exchange in exchanges { exchange.stream?.reset(.cancel) } }
    }

    func close() async {
        await withCheckedContinuation { continuation in
            loop.execute { [self] in
                connection?.close()
                continuation.resume()
            }
        }
    }

    func connectionIsReady(_ connection: HTTP2Connection) {
        ready?.resume()
        ready = nil
    }

    func connection(_ connection: HTTP2Connection, closed reason: HTTP2CloseReason) {
        self.connection = nil
        ready?.resume(throwing: HTTP2Error(.system(0), "closed: \(reason)"))
        ready = nil
    }

    private final class Exchange: HTTP2StreamHandler {
        var stream: HTTP2Stream?
        private var answer = Answer()
        private var continuation: CheckedContinuation<Answer, Never>?

        init(_ continuation: CheckedContinuation<Answer, Never>) { self.continuation = continuation }

        func received(fields: HTTP2HeaderBlock, isTrailers: Bool) {
            for index in 0..<fields.count {
                answer.fields[String(decoding: fields.name(at: index), as: UTF8.self)] =
                    String(decoding: fields.value(at: index), as: UTF8.self)
            }
        }

        func received(bytes: UnsafeRawBufferPointer) {
            answer.body += bytes
            stream?.consume(bytes.count)
        }

        func receivedEnd() { finish() }

        func closed(_ code: HTTP2ErrorCode) {
            answer.reset = code
            finish()
        }

        private func finish() {
            continuation?.resume(returning: answer)
            continuation = nil
        }
    }
}
