import RPC

extension AcceptanceBatcher.Refusal: RPCErrorConvertible {
    var rpcError: RPCError {
        switch self {
        case .queueFull:
            .resourceExhausted("too many events wait to be stored; nothing of this call was", retryAfter: .seconds(1), reason: "QUEUE_FULL")
        case .deadlineExceeded:
            RPCError(.deadlineExceeded, "the call's time was up before its events were stored; the same call again is safe")
        case .stopping:
            .unavailable("the service is stopping", retryAfter: .seconds(1), reason: "STOPPING")
        }
    }
}
