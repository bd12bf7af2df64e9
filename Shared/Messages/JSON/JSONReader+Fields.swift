// What the generated code asks for. The generic parts are small on purpose: they are compiled once for each type of field.
extension JSONReader {
    /// A field without presence; null stands for the default.
    package mutating func implicit<Value: ImplicitJSONValue>(_ field: inout Value) throws(JSONError) {
        if takesNull(Value.acceptsJSONNull) {
            field = Value()
        } else if let value = try Value.readJSON(from: &self) {
            field = value
        }
    }

    /// A field with presence; null stands for its absence.
    package mutating func optional<Value: JSONValue>(_ field: inout Value?) throws(JSONError) {
        if takesNull(Value.acceptsJSONNull) {
            field = nil
        } else if let value = try Value.readJSON(from: &self) {
            field = value
        }
    }

    /// A member of a oneof; nil when it is null. Refused when another member was read before.
    package mutating func member<Value: JSONValue>(_: Value.Type, isSet: Bool) throws(JSONError) -> Value? {
        if takesNull(Value.acceptsJSONNull) { return nil }
        guard !isSet else { throw error("another field of the same oneof is set already") }
        return try Value.readJSON(from: &self)
    }

    /// A repeated field; null stands for none.
    package mutating func repeated<Value: JSONValue>(_ field: inout [Value]) throws(JSONError) {
        field = []
        try elements(size: MemoryLayout<Value>.stride) { json throws(JSONError) in
            if let value = try Value.readJSON(from: &json) { field.append(value) }
        }
    }

    /// A map field; null stands for none.
    package mutating func map<Key: MapKey, Value: JSONValue>(_ field: inout [Key: Value]) throws(JSONError) {
        field = [:]
        try members(size: MemoryLayout<(Key, Value)>.stride) { name, json throws(JSONError) in
            guard let key = Key(jsonKey: name) else { throw json.error("a map key expected") }
            guard field[key] == nil else { throw json.error("given twice") }
            if let value = try Value.readJSON(from: &json) { field[key] = value }
        }
    }

    /// The members of a message's object; the one called `skipping` is read over.
    mutating func fields<Value: GeneratedMessage>(of message: inout Value, skipping: String? = nil) throws(JSONError) {
        try fields(skipping: skipping) { name, json throws(JSONError) in try message.readJSON(field: name, from: &json) }
    }

    // MARK: Loops

    @inline(never)
    private mutating func takesNull(_ isValue: Bool) -> Bool {
        !isValue && take(word: "null")
    }

    @inline(never)
    private mutating func elements(size: Int, _ read: (inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
        if take(word: "null") { return }
        try beginArray()
        var isFirst = true
        var index = 0
        while try nextElement(&isFirst) {
            try charge(size)
            do throws(JSONError) { try read(&self) } catch { throw error.inside(index) }
            index += 1
        }
    }

    @inline(never)
    private mutating func members(size: Int, _ read: (String, inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
        if take(word: "null") { return }
        try beginObject()
        var isFirst = true
        while let name = try nextKey(&isFirst) {
            try charge(size)
            do throws(JSONError) { try read(name, &self) } catch { throw error.inside(name) }
        }
    }

    @inline(never)
    private mutating func fields(
        skipping: String?, _ read: (String, inout JSONReader) throws(JSONError) -> Int32
    ) throws(JSONError) {
        try beginObject()
        var isFirst = true
        var seen = FieldNumbers()
        while let name = try nextKey(&isFirst) {
            do throws(JSONError) {
                let number = name == skipping ? 0 : try read(name, &self)
                if number == 0 {
                    guard name == skipping || options.ignoresUnknownFields else { throw error("no such field") }
                    try skipValue()
                } else if !seen.insert(number) {
                    throw error("given twice")
                }
            } catch {
                throw error.inside(name)
            }
        }
    }
}

/// Numbers of the fields that an object has named so far.
private struct FieldNumbers {
    private var low: UInt64 = 0
    private var high: Set<Int32> = []

    /// False when it was there already.
    mutating func insert(_ number: Int32) -> Bool {
        guard number < 64 else { return high.insert(number).inserted }
        let bit: UInt64 = 1 << UInt64(number)
        defer { low |= bit }
        return low & bit == 0
    }
}
