package import EventLoop
import Glibc

/// Makes connections to one endpoint, one at a time, on one loop: resolves the name, tries the addresses in turn.
///
/// *Owns* the socket it is trying with; *confined* to its loop.
package final class HTTP2Connector: @unchecked Sendable {
    package let endpoint: Endpoint
    private let loop: EventLoop
    private let configuration: HTTP2Configuration
    private let buffers = LoopBuffers()
    private var attempt: Attempt?

    /// What is under way.
    private struct Attempt {
        let delegate: any HTTP2ConnectionDelegate
        let answer: (Result<HTTP2Connection, HTTP2Error>) -> Void
        var addresses: ArraySlice<SocketAddress> = []
        var address: SocketAddress?
        var descriptor: Int32 = -1
        var timer: LoopTimer?
        var lastError: HTTP2Error?
    }

    package init(endpoint: Endpoint, loop: EventLoop, configuration: HTTP2Configuration) {
        self.endpoint = endpoint
        self.loop = loop
        self.configuration = configuration
    }

    /// Connects within `timeout`, names included. Answers once, later, on the loop; the delegate hears from the connection
    /// before anything was sent on it. One at a time.
    package func connect(
        timeout: Duration, delegate: any HTTP2ConnectionDelegate, _ answer: @escaping (Result<HTTP2Connection, HTTP2Error>) -> Void
    ) {
        loop.preconditionIsCurrent()
        precondition(attempt == nil, "connecting already")
        attempt = Attempt(delegate: delegate, answer: answer)
        attempt?.timer = loop.schedule(after: timeout) { [unowned self] in
            finish(.failure(attempt?.lastError ?? HTTP2Error(.system(ETIMEDOUT), "\(endpoint) did not answer in time")))
        }
        NameResolver.resolve(endpoint, on: loop) { [weak self] result in
            guard let self, attempt != nil else { return }
            switch result {
            case .failure(let error): finish(.failure(error))
            case .success(let addresses):
                attempt?.addresses = addresses[...]
                tryNext()
            }
        }
    }

    /// Gives up what is under way; the answer is not called.
    package func cancel() {
        loop.preconditionIsCurrent()
        giveUp()
    }

    private func tryNext() {
        guard let address = attempt?.addresses.popFirst() else {
            finish(.failure(attempt?.lastError ?? HTTP2Error(.unknownHost, "\(endpoint) has no address")))
            return
        }
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else {
            finish(.failure(.system("socket")))
            return
        }
        ConnectedSocket.configure(descriptor)
        attempt?.address = address
        attempt?.descriptor = descriptor
        if address.withSystemAddress({ Glibc.connect(descriptor, $0, $1) }) == 0 {
            connected()
            return
        }
        guard errno == EINPROGRESS else {
            failed(errno)
            return
        }
        do throws(EventLoopError) { try loop.watch(descriptor, for: .writable, handler: self) } catch { failed(error.code) }
    }

    private func failed(_ code: Int32) {
        guard let attempt else { return }
        self.attempt?.lastError = .system("\(attempt.address?.description ?? endpoint.description)", code: code)
        self.attempt?.descriptor = -1
        loop.unwatch(attempt.descriptor)
        Glibc.close(attempt.descriptor)
        tryNext()
    }

    private func connected() {
        guard let attempt, attempt.descriptor >= 0 else { return }
        self.attempt?.descriptor = -1
        loop.unwatch(attempt.descriptor)
        do throws(HTTP2Error) {
            let connection = try HTTP2Connection(
                role: .client, descriptor: attempt.descriptor, peer: attempt.address?.description ?? "", loop: loop, buffers: buffers,
                configuration: configuration, delegate: attempt.delegate)
            finish(.success(connection))
        } catch {
            finish(.failure(error))
        }
    }

    private func finish(_ result: Result<HTTP2Connection, HTTP2Error>) {
        guard let attempt else { return }
        giveUp()
        attempt.answer(result)
    }

    private func giveUp() {
        guard let attempt else { return }
        self.attempt = nil
        attempt.timer?.cancel()
        guard attempt.descriptor >= 0 else { return }
        loop.unwatch(attempt.descriptor)
        Glibc.close(attempt.descriptor)
    }
}

extension HTTP2Connector: ReadinessHandler {
    /// The connect has ended, one way or the other.
    package func ready(_ readiness: Readiness) {
        guard let descriptor = attempt?.descriptor, descriptor >= 0 else { return }
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 else {
            failed(errno)
            return
        }
        if code == 0 { connected() } else { failed(code) }
    }
}
