/// The answer to a request, and how it goes out.
package struct HTTPServerResponse: Sendable {
    /// How the answer ends. All but `whole` are faults that a client must be able to bear.
    package enum Ending: Sendable, Hashable {
        /// The whole answer.
        case whole
        /// Announces the whole body, sends half of it, and closes.
        case half
        /// No answer: closes.
        case close
        /// No answer: resets the connection.
        case reset
    }

    /// 200 to 999.
    package var status: Int
    /// Besides `Date`, `Content-Length` and `Connection`, which are the server's.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// How long to wait first. No thread waits with it.
    package var delay: Duration
    package var ending: Ending

    package init(
        status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], delay: Duration = .zero, ending: Ending = .whole
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.delay = delay
        self.ending = ending
    }

    /// Plain text.
    package static func text(_ status: Int, _ text: String) -> HTTPServerResponse {
        HTTPServerResponse(status: status, headers: [("Content-Type", "text/plain; charset=utf-8")], body: Array(text.utf8))
    }
}
