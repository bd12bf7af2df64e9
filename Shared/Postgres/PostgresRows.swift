import CPQ
import Glibc

/// What one statement answered: its rows, or how many rows it changed.
///
/// *Owns* a `PGresult`, cleared with it. *Confined*: to nothing, it never changes. *Valid*: what a row points at lives as long as this.
package final class PostgresRows: @unchecked Sendable, RandomAccessCollection {
    let result: OpaquePointer
    /// The number of rows.
    package let count: Int
    /// The number of columns of each row.
    package let columnCount: Int

    init(_ result: OpaquePointer) {
        self.result = result
        count = Int(PQntuples(result))
        columnCount = Int(PQnfields(result))
    }

    deinit { PQclear(result) }

    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    package subscript(position: Int) -> PostgresRow {
        precondition(position >= 0 && position < count, "there is no such row")
        return PostgresRow(rows: self, index: Int32(position))
    }

    /// How many rows the statement inserted, changed, deleted or selected.
    package var affectedCount: Int { Int(atoll(PQcmdTuples(result))) }

    /// The statement's tag: `COMMIT`, `INSERT 0 3` …
    var commandTag: String { String(cString: PQcmdStatus(result)) }

    /// The one row. Throws when there is none, or more than one.
    package var only: PostgresRow {
        get throws(PostgresError) {
            guard count == 1 else { throw PostgresError(.unexpectedAnswer, "one row was expected, \(count) came") }
            return self[0]
        }
    }

    /// The one row, or nil when there is none. Throws when there is more than one.
    package var onlyIfAny: PostgresRow? {
        get throws(PostgresError) {
            guard count <= 1 else { throw PostgresError(.unexpectedAnswer, "one row at most was expected, \(count) came") }
            return first
        }
    }
}
