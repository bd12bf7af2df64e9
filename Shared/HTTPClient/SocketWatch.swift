import EventLoop

/// Tells the client which of libcurl's sockets is ready. Confined to the client's loop.
final class SocketWatch: ReadinessHandler {
    let descriptor: Int32
    private weak var client: HTTPClient?

    init(_ descriptor: Int32, for client: HTTPClient) {
        self.descriptor = descriptor
        self.client = client
    }

    func ready(_ readiness: Readiness) {
        client?.socketIsReady(descriptor, readiness)
    }
}
