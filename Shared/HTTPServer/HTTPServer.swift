import CMicroHTTPD
import Glibc

/// An HTTP/1.1 server on threads of its own: for admin ports and for the sandbox, not for load.
///
/// *Owns* an MHD_Daemon with its listening socket and threads, until `stop`. *Confined*: `stop` may be called from any thread but the
/// handler's; the handler is called on the server's threads, several at a time, and must not block.
/// *Valid*: the daemon holds an unretained pointer to the server, so a server that was not stopped stops itself when it goes.
package final class HTTPServer: @unchecked Sendable {
    /// Answers one request.
    package typealias Handler = @Sendable (HTTPServerRequest) -> HTTPServerResponse

    /// The port it listens on: the system's choice when the configuration said 0.
    package let port: UInt16

    private let configuration: HTTPServerConfiguration
    private let handler: Handler
    private let delays = DelayedResumptions()
    private var daemon: OpaquePointer?

    /// Listens and serves at once. Throws when the address cannot be had.
    package init(_ configuration: HTTPServerConfiguration, handler: @escaping Handler) throws(HTTPServerError) {
        self.configuration = configuration
        self.handler = handler
        let listener = try ListeningSocket(address: configuration.address, port: configuration.port)
        port = listener.port
        let descriptor = listener.release()
        var settings = stratum_mhd_settings(
            listening_socket: descriptor, threads: UInt32(clamping: configuration.threads),
            connections_max: UInt32(clamping: configuration.connectionsMax),
            idle_seconds_max: UInt32(clamping: configuration.idleSecondsMax),
            connection_memory_bytes: configuration.connectionMemoryBytes)
        daemon = stratum_mhd_start(
            &settings, requestBegan, requestHandled, requestEnded, Unmanaged.passUnretained(self).toOpaque())
        guard daemon != nil else {
            close(descriptor)
            throw HTTPServerError(operation: "starting the HTTP server", code: 0)
        }
    }

    deinit { stop() }

    /// Closes the port and every connection, and waits for the server's threads. Answers that wait for their delay go out without the rest of it.
    package func stop() {
        guard let daemon else { return }
        self.daemon = nil
        delays.stop()
        MHD_stop_daemon(daemon)
    }

    // MARK: Called by libmicrohttpd, on its threads

    fileprivate func handle(
        _ exchange: HTTPExchange, on connection: OpaquePointer, method: UnsafePointer<CChar>, bytes: UnsafePointer<CChar>?,
        count: UnsafeMutablePointer<Int>
    ) -> MHD_Result {
        switch exchange.stage {
        case .head:
            exchange.stage = .body
            let length = announcedLength(connection)
            guard length <= configuration.bodyBytesMax else {
                return answer(exchange, on: connection, with: .text(413, "The body is too long.\n"))
            }
            // A mebibyte at most on the peer's word alone; the rest is taken as bytes come.
            exchange.body.reserveCapacity(min(length, 1 << 20))
            return .YES
        case .body where count.pointee > 0:
            // A chunked body announces nothing, and an answer amid a body is not possible: it is cut off.
            guard exchange.body.count + count.pointee <= configuration.bodyBytesMax else { return .NO }
            exchange.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count.pointee))
            count.pointee = 0
            return .YES
        case .body:
            let response = handler(
                HTTPServerRequest(
                    method: String(cString: method), target: exchange.target, headers: HTTPExchange.headers(of: connection),
                    body: exchange.body))
            exchange.body = []
            exchange.response = response
            exchange.stage = .delayed
            if response.delay > .zero, delays.suspend(connection, for: response.delay) { return .YES }
            return answer(exchange, on: connection, with: response)
        case .delayed:
            guard let response = exchange.response else { return .NO }
            return answer(exchange, on: connection, with: response)
        case .answered:
            return .NO
        }
    }

    /// `Content-Length`, 0 without one; what cannot be read is too long.
    private func announcedLength(_ connection: OpaquePointer) -> Int {
        guard let length = MHD_lookup_connection_value(connection, .HEADER_KIND, "Content-Length") else { return 0 }
        return Int(String(cString: length)) ?? .max
    }

    private func answer(_ exchange: HTTPExchange, on connection: OpaquePointer, with answer: HTTPServerResponse) -> MHD_Result {
        exchange.stage = .answered
        switch answer.ending {
        case .close:
            return .NO
        case .reset:
            _ = stratum_mhd_reset(stratum_mhd_connection_socket(connection))
            return .NO
        case .whole, .half:
            guard let response = answer.ending == .whole ? wholeResponse(answer.body) : halfResponse(answer.body) else { return .NO }
            defer { MHD_destroy_response(response) }
            for header in answer.headers { _ = MHD_add_response_header(response, header.name, header.value) }
            return MHD_queue_response(connection, UInt32(clamping: answer.status), response)
        }
    }

    private func wholeResponse(_ body: [UInt8]) -> OpaquePointer? {
        // Copied by libmicrohttpd, so the pointer need not outlive the call.
        body.withUnsafeBytes { bytes in
            MHD_create_response_from_buffer(bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
        }
    }

    private func halfResponse(_ body: [UInt8]) -> OpaquePointer? {
        let content = HalfContent(body)
        return MHD_create_response_from_callback(
            UInt64(max(body.count, 2)), 4096,
            { context, position, buffer, space in
                Unmanaged<HalfContent>.fromOpaque(context!).takeUnretainedValue().read(at: position, into: buffer!, space: space)
            }, Unmanaged.passRetained(content).toOpaque(),
            { context in Unmanaged<HalfContent>.fromOpaque(context!).release() })
    }
}

// MARK: C callbacks

private func requestBegan(
    context: UnsafeMutableRawPointer?, target: UnsafePointer<CChar>?, connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    Unmanaged.passRetained(HTTPExchange(target: target.map { String(cString: $0) } ?? "")).toOpaque()
}

private func requestHandled(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?, path: UnsafePointer<CChar>?, method: UnsafePointer<CChar>?,
    version: UnsafePointer<CChar>?, bytes: UnsafePointer<CChar>?, count: UnsafeMutablePointer<Int>?,
    exchange: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let context, let connection, let method, let count, let exchange = exchange?.pointee else { return .NO }
    let server = Unmanaged<HTTPServer>.fromOpaque(context).takeUnretainedValue()
    return server.handle(
        Unmanaged<HTTPExchange>.fromOpaque(exchange).takeUnretainedValue(), on: connection, method: method, bytes: bytes, count: count)
}

private func requestEnded(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?, exchange: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    reason: MHD_RequestTerminationCode
) {
    guard let held = exchange?.pointee else { return }
    exchange?.pointee = nil
    Unmanaged<HTTPExchange>.fromOpaque(held).release()
}
