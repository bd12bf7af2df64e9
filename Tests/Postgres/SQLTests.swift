import Testing

@testable import Postgres

@Suite("SQL by interpolation")
struct SQLTests {
    @Test func `values become parameters in their order`() {
        let sql: SQL = "select * from t where a = \(Int64(1)) and b = any(\(["x"])) and c = \(String?.none)"
        #expect(sql.text == "select * from t where a = $1 and b = any($2) and c = $3")
        #expect(sql.buffer.parameters.map(\.type) == [.int8, .textArray, .text])
        #expect(sql.buffer.parameters.map(\.length) == [8, 25, -1])
    }

    @Test func `a part is numbered on, wherever it stands`() {
        let filter: SQL = "a = \(1) or a = \(2)"
        let sql: SQL = "select \("x"), '$9' where \(filter) and \(filter) limit \(10)"
        #expect(sql.text == "select $1, '$9' where a = $2 or a = $3 and a = $4 or a = $5 limit $6")
        #expect(sql.buffer.parameters.map(\.type) == [.text, .int8, .int8, .int8, .int8, .int8])
    }

    @Test func `parts with more than nine parameters are numbered on`() {
        let many = SQL.joined((0..<12).map { "(\($0))" as SQL }, separator: ", ")
        #expect(many.text == (1...12).map { "($\($0))" }.joined(separator: ", "))
        let twice: SQL = "\(many); \(many)é"
        #expect(
            twice.text == (1...12).map { "($\($0))" }.joined(separator: ", ") + "; " + (13...24).map { "($\($0))" }.joined(separator: ", ")
                + "é")
    }

    @Test func `a name is quoted, raw text is not`() {
        let sql: SQL = "select \(unescaped: "count(*)") from \(identifier: "a\"b")"
        #expect(sql.text == "select count(*) from \"a\"\"b\"")
    }
}
