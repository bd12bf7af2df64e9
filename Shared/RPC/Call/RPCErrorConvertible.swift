/// An error of a domain that says itself how it looks on the wire.
package protocol RPCErrorConvertible: Error {
    /// What the caller is told.
    var rpcError: RPCError { get }
}

extension RPCError: RPCErrorConvertible {
    package var rpcError: RPCError { self }
}

extension RPCError {
    /// What the caller is told about any error: its own words where it has some, `cancelled` for a cancelled task,
    /// `internal` without a word of the inside otherwise.
    package init(telling error: any Error) {
        switch error {
        case let error as RPCError: self = error
        case let error as any RPCErrorConvertible: self = error.rpcError
        case is CancellationError: self.init(.cancelled, "the call was cancelled", cause: error)
        default: self.init(.internal, "internal error", cause: error)
        }
    }
}
