extension Int32: ImplicitJSONValue {
    package var isJSONDefault: Bool { self == 0 }

    package func writeJSON(to json: inout JSONWriter) {
        json.write(raw: String(self))
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Int32? {
        try json.readInteger()
    }
}

extension UInt32: ImplicitJSONValue {
    package var isJSONDefault: Bool { self == 0 }

    package func writeJSON(to json: inout JSONWriter) {
        json.write(raw: String(self))
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> UInt32? {
        try json.readInteger()
    }
}
