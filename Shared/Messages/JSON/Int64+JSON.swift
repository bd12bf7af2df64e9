// 64-bit integers are strings: JavaScript's numbers cannot hold them.

extension Int64: ImplicitJSONValue {
    package var isJSONDefault: Bool { self == 0 }

    package func writeJSON(to json: inout JSONWriter) {
        json.write(raw: "\"\(self)\"")
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Int64? {
        try json.readInteger()
    }
}

extension UInt64: ImplicitJSONValue {
    package var isJSONDefault: Bool { self == 0 }

    package func writeJSON(to json: inout JSONWriter) {
        json.write(raw: "\"\(self)\"")
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> UInt64? {
        try json.readInteger()
    }
}
