import HTTPServer
import Operations

/// The admin port: what Prometheus and orchestrators read over HTTP/1.1.
///
/// `/livez` says that the process runs, `/readyz` whether it takes calls, `/metrics` gives the metrics as text. None of them touches a loop,
/// so they answer even when the loops are busy.
final class AdminEndpoint: Sendable {
    private let server: HTTPServer

    /// Threads that answer: one scrape and one probe at a time are enough.
    private static let threads = 1
    private static let connectionsMax = 32

    /// Opens the port. Throws a `StartError` when it cannot be had.
    init(address: NetworkAddress, metrics: Metrics, isReady: @escaping @Sendable () -> Bool) throws(StartError) {
        let configuration = HTTPServerConfiguration(
            address: address.host, port: address.port, threads: Self.threads, connectionsMax: Self.connectionsMax, bodyBytesMax: 1024)
        do {
            server = try HTTPServer(configuration) { request in
                Self.answer(request, metrics: metrics, isReady: isReady)
            }
        } catch {
            let why = error.isAddressInUse ? "another process listens there" : "\(error)"
            throw .unavailable("The admin address \(address) cannot be listened on: \(why).")
        }
    }

    /// The port it listens on.
    var port: UInt16 { server.port }

    /// Closes the port.
    func stop() { server.stop() }

    private static func answer(
        _ request: HTTPServerRequest, metrics: Metrics, isReady: () -> Bool
    ) -> HTTPServerResponse {
        guard request.method == "GET" || request.method == "HEAD" else { return .text(405, "Only GET is answered here.\n") }
        switch request.path {
        case "/livez": return .text(200, "ok\n")
        case "/readyz": return isReady() ? .text(200, "ok\n") : .text(503, "not serving\n")
        case "/metrics":
            return HTTPServerResponse(
                status: 200, headers: [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")], body: Array(metrics.exposition().utf8)
            )
        default: return .text(404, "There is /metrics, /livez and /readyz.\n")
        }
    }
}
