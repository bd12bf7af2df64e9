extension SQL {
    /// Collects the text and the parameters of a statement.
    package struct StringInterpolation: StringInterpolationProtocol {
        var text = ""
        var placeholders: [Int] = []
        let buffer = ParameterBuffer()

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 4 * interpolationCount)
            placeholders.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        package mutating func appendInterpolation<Value: PostgresValue>(_ value: Value) {
            value.append(to: buffer)
            appendPlaceholder(buffer.parameters.count)
        }

        package mutating func appendInterpolation<Value: PostgresValue>(_ value: Value?) {
            if let value { value.append(to: buffer) } else { buffer.appendNull(Value.postgresType) }
            appendPlaceholder(buffer.parameters.count)
        }

        package mutating func appendInterpolation<Value: PostgresValue>(_ values: [Value]) {
            Value.append(values, to: buffer)
            appendPlaceholder(buffer.parameters.count)
        }

        package mutating func appendInterpolation<Value: PostgresValue>(_ values: [Value?]) {
            Value.append(values, to: buffer)
            appendPlaceholder(buffer.parameters.count)
        }

        /// A part made elsewhere; its parameters are numbered on.
        package mutating func appendInterpolation(_ part: SQL) {
            let first = buffer.parameters.count
            buffer.append(contentsOf: part.buffer)
            let bytes = part.text.utf8
            var position = bytes.startIndex
            for (index, offset) in part.placeholders.enumerated() {
                let placeholder = bytes.index(bytes.startIndex, offsetBy: offset)
                text += part.text[position..<placeholder]
                appendPlaceholder(first + index + 1)
                position = bytes[bytes.index(after: placeholder)...].firstIndex { !(48...57).contains($0) } ?? bytes.endIndex
            }
            text += part.text[position...]
        }

        /// A name of a table, column or schema, quoted.
        package mutating func appendInterpolation(identifier: String) {
            text += "\"" + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }

        /// Text that becomes part of the statement as it stands. Never from outside.
        package mutating func appendInterpolation(unescaped: String) {
            text += unescaped
        }

        private mutating func appendPlaceholder(_ number: Int) {
            placeholders.append(text.utf8.count)
            text += "$\(number)"
        }
    }
}
