/// Reading from a row, for each type its own code.
extension PostgresValue {
    package static func read(_ row: PostgresRow, _ column: Int) throws(PostgresError) -> Self {
        guard let bytes = row.bytes(of: column) else { throw row.failure(column, "\(Self.self) was expected, null came") }
        return try read(bytes, row, column)
    }

    package static func readOptional(_ row: PostgresRow, _ column: Int) throws(PostgresError) -> Self? {
        guard let bytes = row.bytes(of: column) else { return nil }
        return try read(bytes, row, column)
    }

    package static func readArray(_ row: PostgresRow, _ column: Int) throws(PostgresError) -> [Self] {
        let values = try readOptionalArray(row, column)
        var present: [Self] = []
        present.reserveCapacity(values.count)
        for value in values {
            guard let value else { throw row.failure(column, "an array of \(Self.self) was expected, it has a null") }
            present.append(value)
        }
        return present
    }

    package static func readOptionalArray(_ row: PostgresRow, _ column: Int) throws(PostgresError) -> [Self?] {
        guard let bytes = row.bytes(of: column) else { throw row.failure(column, "an array of \(Self.self) was expected, null came") }
        guard let values = readArray(bytes, of: row.type(of: column)) else {
            throw row.failure(column, "an array of \(Self.self) was expected, \(row.type(of: column)) came")
        }
        return values
    }

    private static func read(_ bytes: UnsafeRawBufferPointer, _ row: PostgresRow, _ column: Int) throws(PostgresError) -> Self {
        let type = row.type(of: column)
        guard accepts(type), let value = Self(postgres: bytes, type: type) else {
            throw row.failure(column, "\(Self.self) was expected, \(type) came")
        }
        return value
    }
}
