/// An answer that came whole, whatever its status.
package struct HTTPResponse: Sendable {
    package let status: Int
    package let headers: HTTPHeaders
    package let body: [UInt8]
    /// From `send` to the last byte, waiting for a connection included.
    package let duration: Duration

    package init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [], duration: Duration = .zero) {
        self.status = status
        self.headers = headers
        self.body = body
        self.duration = duration
    }
}
