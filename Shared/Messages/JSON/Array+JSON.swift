extension Array: JSONValue where Element == UInt8 {
    package func writeJSON(to json: inout JSONWriter) {
        json.write(string: Base64.encode(self))
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> [UInt8]? {
        let text = try json.readString()
        guard let bytes = Base64.decode(text) else { throw json.error("not base64") }
        return bytes
    }
}

extension Array: ImplicitJSONValue where Element == UInt8 {
    package var isJSONDefault: Bool { isEmpty }
}
