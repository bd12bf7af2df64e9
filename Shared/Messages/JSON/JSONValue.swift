/// What a field may hold, in its proto3 JSON form. Source: the protobuf documentation, "ProtoJSON Format".
package protocol JSONValue: Sendable {
    /// Whether JSON's null is a value of the type; for all others it means that the field is absent.
    static var acceptsJSONNull: Bool { get }

    /// Writes the value.
    func writeJSON(to json: inout JSONWriter) throws(JSONError)

    /// Reads a value. Nil when it names something that is not known, and the options say to read over that.
    static func readJSON(from json: inout JSONReader) throws(JSONError) -> Self?
}

extension JSONValue {
    package static var acceptsJSONNull: Bool { false }
}

/// What a field without presence may hold.
package protocol ImplicitJSONValue: JSONValue {
    /// The default.
    init()
    /// Whether this is the default.
    var isJSONDefault: Bool { get }
}
