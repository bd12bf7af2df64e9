import RPC

/// Gathers everything that is wrong with a request, so that its sender hears it all at once.
struct RequestCheck {
    private(set) var refusals: [FieldRefusal] = []

    /// The value, or nil with its refusal taken down.
    mutating func take<Value>(_ make: () throws(FieldRefusal) -> Value) -> Value? {
        do {
            return try make()
        } catch {
            refusals.append(error)
            return nil
        }
    }

    /// INVALID_ARGUMENT with every field; the message begins with the first one.
    var error: RPCError {
        precondition(!refusals.isEmpty, "a request with nothing wrong was refused")
        return .invalidArgument(
            "\(refusals[0].field): \(refusals[0].description)", violations: refusals.map { ($0.field, $0.description) },
            reason: "FIELD_INVALID")
    }
}

extension FieldRefusal: RPCErrorConvertible {
    var rpcError: RPCError {
        .invalidArgument("\(field): \(description)", violations: [(field, description)], reason: "FIELD_INVALID")
    }
}
