/// A message whose JSON form is not an object of its fields. Inside google.protobuf.Any that form is a member called `value`.
package protocol OwnJSONMessage: GeneratedMessage {}

extension OwnJSONMessage {
    package func writeJSONFields(to json: inout JSONWriter) throws(JSONError) {
        json.key("value")
        try writeJSON(to: &json)
    }

    package mutating func readJSON(field name: String, from json: inout JSONReader) throws(JSONError) -> Int32 {
        0
    }
}
