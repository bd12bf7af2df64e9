import HTTP2

/// Answers a request that became no call: with an HTTP status, and a gRPC status where the caller can read one.
final class RefusingExchange: ServerExchange {
    /// What is answered.
    enum Refusal {
        /// A gRPC status without messages, under an HTTP status.
        case status(RPCError, httpStatus: StaticString)
        /// A plain HTTP answer for those who do not speak gRPC.
        case plain(httpStatus: StaticString, text: String)
    }

    init(server: LoopServer, stream: HTTP2Stream, _ refusal: Refusal) {
        super.init(server: server, stream: stream)
        switch refusal {
        case .status(let error, let httpStatus):
            stream.send(head: server.fields.refusal(error, httpStatus: httpStatus), isEnd: true)
        case .plain(let httpStatus, let text):
            stream.send(head: server.fields.plain(httpStatus), body: Array(text.utf8), trailers: nil)
        }
    }
}
