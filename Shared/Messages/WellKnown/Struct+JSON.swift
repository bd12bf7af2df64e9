// A Struct is a JSON object, a ListValue an array, a Value any JSON.

extension GoogleProtobuf.Struct: OwnJSONMessage {
    package func writeJSON(to json: inout JSONWriter) throws(JSONError) {
        json.beginObject()
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            json.key(name)
            do throws(JSONError) { try value.writeJSON(to: &json) } catch { throw error.inside(name) }
        }
        json.endObject()
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Self? {
        var value = Self()
        guard json.peek() == UInt8(ascii: "{") else { throw json.error("an object expected") }
        try json.map(&value.fields)
        return value
    }
}

extension GoogleProtobuf.ListValue: OwnJSONMessage {
    package func writeJSON(to json: inout JSONWriter) throws(JSONError) {
        json.beginArray()
        for (index, value) in values.enumerated() {
            json.separate()
            do throws(JSONError) { try value.writeJSON(to: &json) } catch { throw error.inside(index) }
        }
        json.endArray()
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Self? {
        var value = Self()
        guard json.peek() == UInt8(ascii: "[") else { throw json.error("an array expected") }
        try json.repeated(&value.values)
        return value
    }
}

extension GoogleProtobuf.Value: OwnJSONMessage {
    package static var acceptsJSONNull: Bool { true }

    package func writeJSON(to json: inout JSONWriter) throws(JSONError) {
        switch kind {
        case .nullValue?, nil: json.write(raw: "null")
        case .numberValue(let number)?:
            guard number.isFinite else { throw JSONError(problem: "JSON has no number for this value") }
            number.writeJSON(to: &json)
        case .stringValue(let text)?: text.writeJSON(to: &json)
        case .boolValue(let flag)?: flag.writeJSON(to: &json)
        case .structValue(let value)?: try value.writeJSON(to: &json)
        case .listValue(let value)?: try value.writeJSON(to: &json)
        }
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Self? {
        switch json.peek() {
        case UInt8(ascii: "{"): return Self(kind: try GoogleProtobuf.Struct.readJSON(from: &json).map { .structValue($0) })
        case UInt8(ascii: "["): return Self(kind: try GoogleProtobuf.ListValue.readJSON(from: &json).map { .listValue($0) })
        case UInt8(ascii: "\""): return Self(kind: .stringValue(try json.readString()))
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return Self(kind: .boolValue(try json.readBool()))
        default:
            if json.take(word: "null") { return Self(kind: .nullValue(.nullValue)) }
            return Self(kind: .numberValue(try json.readDouble()))
        }
    }
}

extension GoogleProtobuf.NullValue {
    package static var acceptsJSONNull: Bool { true }

    package func writeJSON(to json: inout JSONWriter) {
        json.write(raw: "null")
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Self? {
        if json.take(word: "null") { return .nullValue }
        guard json.peek() == UInt8(ascii: "\"") else { return Self(rawValue: try json.readInteger()) }
        guard let value = Self(protoName: try json.readString()) else { throw json.error("null expected") }
        return value
    }
}
