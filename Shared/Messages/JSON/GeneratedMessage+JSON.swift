extension GeneratedMessage {
    package func jsonBytes(_ options: JSONOptions) throws(JSONError) -> [UInt8] {
        var json = JSONWriter(options: options)
        try writeJSON(to: &json)
        return json.bytes
    }

    package init(json bytes: UnsafeRawBufferPointer, limits: UnpackLimits, options: JSONOptions) throws(JSONError) {
        guard bytes.count <= limits.bytes else { throw JSONError(problem: "longer than \(limits.bytes) bytes") }
        var json = JSONReader(bytes, limits: limits, options: options)
        self = try Self.readJSON(from: &json) ?? Self()
        try json.expectEnd()
    }

    package func writeJSON(to json: inout JSONWriter) throws(JSONError) {
        json.beginObject()
        try writeJSONFields(to: &json)
        json.endObject()
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Self? {
        var message = Self()
        try json.fields(of: &message)
        return message
    }
}
