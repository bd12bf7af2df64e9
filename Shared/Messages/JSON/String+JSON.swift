extension String: ImplicitJSONValue {
    package var isJSONDefault: Bool { isEmpty }

    package func writeJSON(to json: inout JSONWriter) {
        json.write(string: self)
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> String? {
        try json.readString()
    }
}
