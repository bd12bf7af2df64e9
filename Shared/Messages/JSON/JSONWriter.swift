/// Writes one message as proto3 JSON, UTF-8, without spaces.
package struct JSONWriter {
    /// What was written.
    package private(set) var bytes: [UInt8] = []
    /// How to write.
    package let options: JSONOptions
    /// How many objects and arrays are open.
    package private(set) var depth = 0

    init(options: JSONOptions) {
        self.options = options
        bytes.reserveCapacity(256)
    }

    // MARK: Structure

    /// Opens an object.
    @inline(never)
    package mutating func beginObject() {
        depth += 1
        bytes.append(UInt8(ascii: "{"))
    }

    /// Closes an object.
    @inline(never)
    package mutating func endObject() {
        depth -= 1
        bytes.append(UInt8(ascii: "}"))
    }

    /// Opens an array.
    @inline(never)
    package mutating func beginArray() {
        depth += 1
        bytes.append(UInt8(ascii: "["))
    }

    /// Closes an array.
    @inline(never)
    package mutating func endArray() {
        depth -= 1
        bytes.append(UInt8(ascii: "]"))
    }

    /// A comma, unless this is the first element of its object or array or the value of a member.
    @inline(never)
    package mutating func separate() {
        switch bytes.last {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), nil: return
        default: bytes.append(UInt8(ascii: ","))
        }
    }

    /// The name of an object's next member.
    @inline(never)
    package mutating func key(_ name: String) {
        separate()
        write(string: name)
        bytes.append(UInt8(ascii: ":"))
    }

    @inline(never)
    private mutating func key(_ json: StaticString, _ proto: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        let name = options.usesProtoNames ? proto : json
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    // MARK: Fields

    /// A field without presence: left out when it holds its default, unless the options say otherwise.
    package mutating func implicit<Value: ImplicitJSONValue>(
        _ json: StaticString, _ proto: StaticString, _ value: Value
    ) throws(JSONError) {
        guard options.emitsDefaults || !value.isJSONDefault else { return }
        try optional(json, proto, value)
    }

    /// A field with presence: left out when it is absent.
    package mutating func optional<Value: JSONValue>(_ json: StaticString, _ proto: StaticString, _ value: Value?) throws(JSONError) {
        guard let value else { return }
        key(json, proto)
        do throws(JSONError) { try value.writeJSON(to: &self) } catch { throw error.inside("\(json)") }
    }

    /// A repeated field.
    package mutating func repeated<Value: JSONValue>(_ json: StaticString, _ proto: StaticString, _ values: [Value]) throws(JSONError) {
        try list(json, proto, values.count) { index, writer throws(JSONError) in try values[index].writeJSON(to: &writer) }
    }

    /// A map field, in the order of its keys.
    package mutating func map<Key: MapKey, Value: JSONValue>(
        _ json: StaticString, _ proto: StaticString, _ values: [Key: Value]
    ) throws(JSONError) {
        let keys = values.keys.sorted(by: Key.precedes)
        try object(json, proto, keys.map(\.jsonKey)) { index, writer throws(JSONError) in try values[keys[index]]?.writeJSON(to: &writer) }
    }

    @inline(never)
    private mutating func list(
        _ json: StaticString, _ proto: StaticString, _ count: Int, _ write: (Int, inout JSONWriter) throws(JSONError) -> Void
    ) throws(JSONError) {
        guard options.emitsDefaults || count > 0 else { return }
        key(json, proto)
        beginArray()
        for index in 0..<count {
            separate()
            do throws(JSONError) { try write(index, &self) } catch { throw error.inside(index).inside("\(json)") }
        }
        endArray()
    }

    @inline(never)
    private mutating func object(
        _ json: StaticString, _ proto: StaticString, _ names: [String], _ write: (Int, inout JSONWriter) throws(JSONError) -> Void
    ) throws(JSONError) {
        guard options.emitsDefaults || !names.isEmpty else { return }
        key(json, proto)
        beginObject()
        for (index, name) in names.enumerated() {
            key(name)
            do throws(JSONError) { try write(index, &self) } catch { throw error.inside(name).inside("\(json)") }
        }
        endObject()
    }

    // MARK: Values

    /// Text that is JSON already: a number or a word.
    @inline(never)
    package mutating func write(raw text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// A string, quoted and escaped.
    @inline(never)
    package mutating func write(string: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes.append(contentsOf: "\\\"".utf8)
            case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
            case 0x0a: bytes.append(contentsOf: "\\n".utf8)
            case 0x0d: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(contentsOf: [Self.hexadecimal(byte >> 4), Self.hexadecimal(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
}
