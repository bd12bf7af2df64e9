import CPQ

/// One row of an answer. Columns are read by their place, with the type that the reader names: `let id: UUID = try row[0]`.
///
/// Reading another type than the column has, or a null without an Optional, throws `unexpectedAnswer` that names the column and both types.
package struct PostgresRow: Sendable {
    let rows: PostgresRows
    let index: Int32

    package subscript<Value: PostgresValue>(column: Int, as type: Value.Type = Value.self) -> Value {
        get throws(PostgresError) { try Value.read(self, column) }
    }

    package subscript<Value: PostgresValue>(column: Int, as type: Value?.Type = Value?.self) -> Value? {
        get throws(PostgresError) { try Value.readOptional(self, column) }
    }

    package subscript<Value: PostgresValue>(column: Int, as type: [Value].Type = [Value].self) -> [Value] {
        get throws(PostgresError) { try Value.readArray(self, column) }
    }

    package subscript<Value: PostgresValue>(column: Int, as type: [Value?].Type = [Value?].self) -> [Value?] {
        get throws(PostgresError) { try Value.readOptionalArray(self, column) }
    }

    /// Whether the column has no value.
    package func isNull(_ column: Int) -> Bool { bytes(of: column) == nil }

    /// The bytes of a column in binary form; nil for a null. Valid inside `body` only.
    package func withBytes<Answer>(of column: Int, _ body: (UnsafeRawBufferPointer?) throws -> Answer) rethrows -> Answer {
        try withExtendedLifetime(rows) { try body(bytes(of: column)) }
    }

    func bytes(of column: Int) -> UnsafeRawBufferPointer? {
        precondition(column >= 0 && column < rows.columnCount, "there is no such column")
        let column = Int32(column)
        let length = PQgetlength(rows.result, index, column)
        // The length of a null is 0; only then is it worth asking.
        guard length > 0 || PQgetisnull(rows.result, index, column) == 0 else { return nil }
        return UnsafeRawBufferPointer(start: PQgetvalue(rows.result, index, column), count: Int(length))
    }

    func type(of column: Int) -> PostgresType { PostgresType(rawValue: PQftype(rows.result, Int32(column))) }

    func failure(_ column: Int, _ sentence: String) -> PostgresError {
        let name = PQfname(rows.result, Int32(column)).map { String(cString: $0) } ?? "?"
        return PostgresError(.unexpectedAnswer, "column \(column) (\(name)): \(sentence)")
    }
}
