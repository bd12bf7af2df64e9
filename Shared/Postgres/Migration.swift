package import Operations

/// One step of a schema: a file `v0001_name.sql`. Applied once, whole or not at all, and never changed afterwards.
package struct Migration: Sendable, Equatable {
    /// Its place in the order, from 1 without holes.
    package let number: Int32
    /// Its file's name without the ending.
    package let name: String
    /// Statements, without BEGIN and COMMIT.
    package let sql: String

    /// Reads the number from the file's name. Throws when the name has another form.
    package init(file: String, sql: [UInt8]) throws(StartError) {
        let name = file.hasSuffix(".sql") ? file.dropLast(4) : file[...]
        let parts = name.split(separator: "_", maxSplits: 1)
        guard parts.count == 2, parts[0].first == "v", parts[0].count == 5, let number = Int32(parts[0].dropFirst()), number > 0 else {
            throw .configuration("The migration \(file) is not named like v0001_name.sql.")
        }
        self.number = number
        self.name = String(name)
        self.sql = String(decoding: sql, as: UTF8.self)
    }
}
