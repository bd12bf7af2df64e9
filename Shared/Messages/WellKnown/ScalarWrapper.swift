/// A message that stands for one scalar with presence: its JSON form is the scalar's.
package protocol ScalarWrapper: OwnJSONMessage {
    associatedtype Scalar: ImplicitJSONValue
    /// The scalar.
    var value: Scalar { get set }
}

extension ScalarWrapper {
    /// Wraps a scalar.
    package init(_ value: Scalar) {
        self.init()
        self.value = value
    }

    package func writeJSON(to json: inout JSONWriter) throws(JSONError) {
        try value.writeJSON(to: &json)
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Self? {
        try Scalar.readJSON(from: &json).map { Self($0) }
    }
}

extension GoogleProtobuf.BoolValue: ScalarWrapper {}
extension GoogleProtobuf.BytesValue: ScalarWrapper {}
extension GoogleProtobuf.DoubleValue: ScalarWrapper {}
extension GoogleProtobuf.FloatValue: ScalarWrapper {}
extension GoogleProtobuf.Int32Value: ScalarWrapper {}
extension GoogleProtobuf.Int64Value: ScalarWrapper {}
extension GoogleProtobuf.StringValue: ScalarWrapper {}
extension GoogleProtobuf.UInt32Value: ScalarWrapper {}
extension GoogleProtobuf.UInt64Value: ScalarWrapper {}
