/// Fields of a log line, in the order in which they are written: `[.rpc: .string(path), .code: "ok"]`.
package struct LogFields: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    package struct Field: Sendable, Equatable {
        package let key: LogKey
        package let value: LogValue
    }

    package private(set) var fields: [Field] = []

    package init() {}

    package init(dictionaryLiteral elements: (LogKey, LogValue)...) {
        fields = elements.map { Field(key: $0.0, value: $0.1) }
    }

    /// Adds a field; a key given twice is written twice, so do not.
    package mutating func append(_ key: LogKey, _ value: LogValue) {
        fields.append(Field(key: key, value: value))
    }

    /// Adds a field when there is a value.
    package mutating func append(_ key: LogKey, _ value: LogValue?) {
        if let value { fields.append(Field(key: key, value: value)) }
    }

    package static func + (one: LogFields, other: LogFields) -> LogFields {
        var sum = one
        sum.fields += other.fields
        return sum
    }
}
