extension Bool: ImplicitJSONValue {
    package var isJSONDefault: Bool { !self }

    package func writeJSON(to json: inout JSONWriter) {
        json.write(raw: self ? "true" : "false")
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Bool? {
        try json.readBool()
    }
}
