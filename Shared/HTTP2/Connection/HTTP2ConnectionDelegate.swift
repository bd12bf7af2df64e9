/// Is told on the loop what happens to a connection.
package protocol HTTP2ConnectionDelegate: AnyObject {
    /// On a server: the head of a request is complete. Returns who deals with its body and its end; the answer may be sent at once,
    /// and the block is valid during the call only.
    func connection(_ connection: HTTP2Connection, opened stream: HTTP2Stream, head: HTTP2HeaderBlock) -> any HTTP2StreamHandler

    /// The peer's SETTINGS are there; on a client requests can be sent now.
    func connectionIsReady(_ connection: HTTP2Connection)

    /// On a client: the peer takes no more requests on this connection; streams that it has not looked at end with `refusedStream`.
    func connectionIsDraining(_ connection: HTTP2Connection)

    /// A stream has ended, after its handler was told.
    func connection(_ connection: HTTP2Connection, ended stream: HTTP2Stream)

    /// The connection is gone, after all its streams were closed.
    func connection(_ connection: HTTP2Connection, closed reason: HTTP2CloseReason)
}

extension HTTP2ConnectionDelegate {
    /// A client takes no requests.
    package func connection(_ connection: HTTP2Connection, opened stream: HTTP2Stream, head: HTTP2HeaderBlock) -> any HTTP2StreamHandler {
        preconditionFailure("a request came in on a connection whose delegate takes none")
    }

    package func connectionIsReady(_ connection: HTTP2Connection) {}
    package func connectionIsDraining(_ connection: HTTP2Connection) {}
    package func connection(_ connection: HTTP2Connection, ended stream: HTTP2Stream) {}
    package func connection(_ connection: HTTP2Connection, closed reason: HTTP2CloseReason) {}
}
