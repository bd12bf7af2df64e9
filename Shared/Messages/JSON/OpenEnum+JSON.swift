extension OpenEnum {
    package func writeJSON(to json: inout JSONWriter) {
        if let name = protoName { json.write(string: name) } else { json.write(raw: String(rawValue)) }
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Self? {
        guard json.peek() == UInt8(ascii: "\"") else { return Self(rawValue: try json.readInteger()) }
        let name = try json.readString()
        if let value = Self(protoName: name) { return value }
        guard json.options.ignoresUnknownFields else { throw json.error("not a value of \(fullName)") }
        return nil
    }

    /// The default: the value 0.
    package init() {
        self.init(rawValue: 0)
    }

    package var isJSONDefault: Bool { rawValue == 0 }
}
