import RPC

extension FieldRefusal: RPCErrorConvertible {
    /// INVALID_ARGUMENT; the message begins with the field.
    var rpcError: RPCError {
        .invalidArgument("\(field): \(description)", violations: [(field, description)], reason: "FIELD_INVALID")
    }
}
