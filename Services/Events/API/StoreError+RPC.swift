import RPC

extension StoreError: RPCErrorConvertible {
    var rpcError: RPCError {
        .unavailable("what was there a moment ago has changed; try again", retryAfter: .milliseconds(100), cause: self)
    }
}
