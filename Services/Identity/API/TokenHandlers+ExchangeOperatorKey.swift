import Messages
import Operations
import RPC

extension TokenHandlers {
    func exchangeOperatorKey(
        _ request: IdentityV1.ExchangeOperatorKeyRequest, context: CallContext
    ) async throws -> IdentityV1.ExchangeOperatorKeyResponse {
        try operatorKeyGate.admit(context.peer)
        guard operatorKey.matches(request.operatorKey) else {
            operatorKeyGate.failed(context.peer)
            throw RPCError.unauthenticated("operator_key: is not the operator key", reason: "OPERATOR_KEY_INVALID")
        }
        let token = tokens.operatorToken(now: clock.unixSeconds())
        return IdentityV1.ExchangeOperatorKeyResponse(
            accessToken: token.text, expiresAt: GoogleProtobuf.Timestamp(seconds: token.expiresAt))
    }
}
