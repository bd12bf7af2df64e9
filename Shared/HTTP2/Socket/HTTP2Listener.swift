import CEpoll
package import EventLoop
import Glibc

/// Takes the connections that arrive at one listening socket, on one loop.
///
/// *Owns* the socket; *confined* to its loop; keeps its connections until they are closed.
package final class HTTP2Listener: @unchecked Sendable {
    package let loop: EventLoop
    private let configuration: HTTP2Configuration
    private let delegate: any HTTP2ConnectionDelegate
    private let buffers = LoopBuffers()
    private var descriptor: Int32
    private var connections: [ObjectIdentifier: HTTP2Connection] = [:]
    private var retry: LoopTimer?
    /// Told once, when the last connection of a drain is closed.
    private var drained: (() -> Void)?

    /// Connections taken in one wake at most.
    private static let acceptsPerWake = 64
    /// How long no connection is taken after the process has run out of descriptors.
    private static let pauseNanoseconds: UInt64 = 100_000_000

    /// Takes over a listening descriptor of `ListeningSocket.open`, also when it throws. On the loop.
    package init(
        descriptor: Int32, loop: EventLoop, configuration: HTTP2Configuration, delegate: any HTTP2ConnectionDelegate
    ) throws(HTTP2Error) {
        loop.preconditionIsCurrent()
        self.descriptor = descriptor
        self.loop = loop
        self.configuration = configuration
        self.delegate = delegate
        do throws(EventLoopError) { try loop.watch(descriptor, for: .readable, handler: self) } catch {
            Glibc.close(descriptor)
            throw .system(error.operation, code: error.code)
        }
    }

    /// Connections that are open.
    package var connectionCount: Int { connections.count }

    /// Takes no more connections.
    package func stopListening() {
        loop.preconditionIsCurrent()
        guard descriptor >= 0 else { return }
        retry?.cancel()
        retry = nil
        loop.unwatch(descriptor)
        Glibc.close(descriptor)
        descriptor = -1
    }

    /// Takes no more connections, has the open ones finish their streams, and tells when the last is closed.
    package func drain(_ done: @escaping () -> Void) {
        stopListening()
        guard !connections.isEmpty else {
            done()
            return
        }
        drained = done
        for connection in connections.values { connection.drain() }
    }

    /// Closes every connection with everything on it.
    package func close() {
        stopListening()
        for connection in Array(connections.values) { connection.close() }
    }

    private func accept() {
        for _ in 0..<Self.acceptsPerWake {
            var storage = sockaddr_storage()
            var length = UInt32(MemoryLayout<sockaddr_storage>.size)
            let taken = withUnsafeMutableBytes(of: &storage) {
                accept4(descriptor, $0.baseAddress, &length, Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue))
            }
            guard taken >= 0 else {
                if errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM { pause() }
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            guard connections.count < configuration.maximumConnections else {
                Glibc.close(taken)
                continue
            }
            start(taken, peer: SocketAddress(storage)?.description ?? "unknown")
        }
    }

    private func start(_ taken: Int32, peer: String) {
        ConnectedSocket.configure(taken)
        // It closes the socket when it throws; the peer sees that, and the process goes on.
        guard
            let connection = try? HTTP2Connection(
                role: .server, descriptor: taken, peer: peer, loop: loop, buffers: buffers, configuration: configuration, delegate: self)
        else { return }
        connections[ObjectIdentifier(connection)] = connection
    }

    /// Out of descriptors: the waiting connection would wake the loop again and again.
    private func pause() {
        guard retry == nil else { return }
        try? loop.rewatch(descriptor, for: [])
        retry = loop.schedule(afterNanoseconds: Self.pauseNanoseconds) { [unowned self] in
            retry = nil
            if descriptor >= 0 { try? loop.rewatch(descriptor, for: .readable) }
        }
    }
}

extension HTTP2Listener: ReadinessHandler {
    package func ready(_ readiness: Readiness) { accept() }
}

extension HTTP2Listener: HTTP2ConnectionDelegate {
    package func connection(_ connection: HTTP2Connection, opened stream: HTTP2Stream, head: HTTP2HeaderBlock) -> any HTTP2StreamHandler {
        delegate.connection(connection, opened: stream, head: head)
    }

    package func connectionIsReady(_ connection: HTTP2Connection) { delegate.connectionIsReady(connection) }

    package func connection(_ connection: HTTP2Connection, ended stream: HTTP2Stream) { delegate.connection(connection, ended: stream) }

    package func connection(_ connection: HTTP2Connection, closed reason: HTTP2CloseReason) {
        connections[ObjectIdentifier(connection)] = nil
        delegate.connection(connection, closed: reason)
        if connections.isEmpty, let drained {
            self.drained = nil
            drained()
        }
    }
}
