/// Message types by their full name: what the JSON form of google.protobuf.Any needs.
package struct MessageTypes: Sendable {
    private let byName: [String: any Message.Type]

    package init(_ types: [any Message.Type]) {
        byName = Dictionary(types.map { ($0.fullName, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The type with this full name, e.g. `google.rpc.BadRequest`.
    package subscript(fullName: String) -> (any Message.Type)? {
        byName[fullName]
    }
}
