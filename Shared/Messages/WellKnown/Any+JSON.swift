extension GoogleProtobuf.`Any`: OwnJSONMessage {
    /// A message with its type, as `type.googleapis.com/<full name>`.
    package init(_ message: some Message) {
        self.init(typeURL: "type.googleapis.com/\(type(of: message).fullName)", value: message.packed())
    }

    /// The full name of the message it holds: what follows the last slash of the type URL.
    package var messageName: String {
        typeURL.lastIndex(of: "/").map { String(typeURL[typeURL.index(after: $0)...]) } ?? ""
    }

    /// The message it holds; nil when it holds another type.
    package func unpack<Value: Message>(_: Value.Type, limits: UnpackLimits = .default) throws(UnpackError) -> Value? {
        guard messageName == Value.fullName else { return nil }
        return try Value(unpacking: value, limits: limits)
    }

    package func writeJSON(to json: inout JSONWriter) throws(JSONError) {
        json.beginObject()
        if !typeURL.isEmpty {
            guard let type = json.options.types[messageName] as? any GeneratedMessage.Type else {
                throw JSONError(path: "@type", problem: "a type that is not known")
            }
            json.key("@type")
            json.write(string: typeURL)
            try write(type, to: &json)
        }
        json.endObject()
    }

    private func write<Value: GeneratedMessage>(_: Value.Type, to json: inout JSONWriter) throws(JSONError) {
        // What an Any holds is unpacked here, so that the limit of unpacking does not reach through it.
        let limits = UnpackLimits.default
        guard json.depth <= limits.depth else { throw JSONError(problem: "nested deeper than \(limits.depth)") }
        let message: Value
        do throws(UnpackError) { message = try Value(unpacking: value, limits: limits) } catch {
            throw JSONError(problem: error.description)
        }
        // A message with a JSON form of its own writes a member `value`.
        try message.writeJSONFields(to: &json)
    }

    package static func readJSON(from json: inout JSONReader) throws(JSONError) -> Self? {
        guard let typeURL = try json.findType() else {
            try json.skipValue()
            return Self()
        }
        var value = Self(typeURL: typeURL)
        guard typeURL.contains("/"), let type = json.options.types[value.messageName] as? any GeneratedMessage.Type else {
            throw json.error("a type that is not known").inside("@type")
        }
        value.value = try read(type, from: &json)
        return value
    }

    private static func read<Value: GeneratedMessage>(_: Value.Type, from json: inout JSONReader) throws(JSONError) -> [UInt8] {
        guard Value.self is any OwnJSONMessage.Type else {
            var message = Value()
            try json.fields(of: &message, skipping: "@type")
            return message.packed()
        }
        try json.beginObject()
        var isFirst = true
        var message: Value?
        while let name = try json.nextKey(&isFirst) {
            switch name {
            case "@type": try json.skipValue()
            case "value" where message == nil:
                do throws(JSONError) { message = try Value.readJSON(from: &json) } catch { throw error.inside(name) }
            default:
                guard json.options.ignoresUnknownFields else { throw json.error("no such field").inside(name) }
                try json.skipValue()
            }
        }
        return (message ?? Value()).packed()
    }
}

extension JSONReader {
    /// The member `@type` of the object that comes next, wherever it stands in it; nil for an empty object. The object is left unread.
    mutating func findType() throws(JSONError) -> String? {
        var ahead = self
        try ahead.beginObject()
        var isFirst = true
        var isEmpty = true
        while let name = try ahead.nextKey(&isFirst) {
            isEmpty = false
            if name == "@type" {
                // Objects within objects are looked through once for each level: what that costs comes out of the budget.
                try charge(ahead.position - position)
                return try ahead.readString()
            }
            try ahead.skipValue()
        }
        guard isEmpty else { throw error("@type expected") }
        return nil
    }
}
