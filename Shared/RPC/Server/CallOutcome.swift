/// How a call ended on the server.
package struct CallOutcome: Sendable {
    /// What the caller was told; `cancelled` or `deadlineExceeded` when it may not have heard.
    package let code: RPCCode
    /// The whole error with its cause, when there was one.
    package let error: RPCError?
    /// From the request's head to the end of the answer.
    package let duration: Duration

    package init(code: RPCCode, error: RPCError?, duration: Duration) {
        self.code = code
        self.error = error
        self.duration = duration
    }
}
