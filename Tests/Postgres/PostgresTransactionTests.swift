import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite("Postgres transactions")
struct PostgresTransactionTests {
    private struct Refusal: Error {}

    @Test func `a transaction that returns is committed, one that throws leaves nothing`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            try await pool.execute("create table t (n int8 primary key)", timeout: .seconds(5))
            let answer = try await pool.withTransaction(timeout: .seconds(5)) { transaction in
                try await transaction.execute("insert into t select * from unnest(\([Int64(1), 2, 3]))")
            }
            #expect(answer == 3)
            await #expect(throws: Refusal.self) {
                try await pool.withTransaction(timeout: .seconds(5)) { transaction in
                    try await transaction.execute("insert into t values (4)")
                    throw Refusal()
                }
            }
            #expect(try await pool.query("select count(*) from t", timeout: .seconds(5)).only[0] == 3)
            #expect(pool.statistics.open == 1, "the connection went on being used")
        }
    }

    @Test func `answers of a pipeline come in the order of its statements`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            try await pool.withTransaction(timeout: .seconds(5)) { transaction in
                for round in 0..<5 {
                    let answers = try await transaction.pipelined((0..<200).map { "select \($0 + round)" as SQL })
                    #expect(try answers.map { try $0.only[0, as: Int.self] } == (0..<200).map { $0 + round })
                }
            }
        }
    }

    @Test func `a pipeline larger than any socket buffer, both ways, does not get stuck`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            let large = String(repeating: "x", count: 1_000_000)
            let answers = try await pool.pipelined((0..<20).map { "select \(large), \($0)" as SQL }, timeout: .seconds(30))
            for (index, rows) in answers.enumerated() {
                #expect(try rows.only[0, as: String.self].utf8.count == 1_000_000)
                #expect(try rows.only[1, as: Int.self] == index)
            }
        }
    }

    @Test func `when a statement of a pipeline fails, none of it takes effect`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            try await pool.execute("create table t (n int8 primary key)", timeout: .seconds(5))
            let error = await #expect(throws: PostgresError.self) {
                _ = try await pool.pipelined(
                    ["insert into t values (1)", "insert into t values (1)", "insert into t values (2)"], timeout: .seconds(5))
            }
            #expect(error?.isUniqueViolation == true)
            #expect(error?.constraint == "t_pkey")
            #expect(try await pool.query("select count(*) from t", timeout: .seconds(5)).only[0] == 0)
        }
    }

    @Test func `a constraint checked at the commit is the commit's error`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            try await pool.execute("create table t (n int8 unique deferrable initially deferred)", timeout: .seconds(5))
            let twice: SQL = "insert into t values (1), (1)"
            let one = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction(timeout: .seconds(5)) { try await $0.execute(twice) }
            }
            #expect(one?.isUniqueViolation == true)
            let other = await #expect(throws: PostgresError.self) { try await pool.execute(twice, timeout: .seconds(5)) }
            #expect(other?.isUniqueViolation == true)
            #expect(try await pool.query("select count(*) from t", timeout: .seconds(5)).only[0] == 0)
            #expect(pool.statistics.open == 1)
        }
    }

    @Test func `going on after a failed statement ends as rolled back, not as done`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            try await pool.execute("create table t (n int8 primary key)", timeout: .seconds(5))
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction(timeout: .seconds(5)) { transaction in
                    try await transaction.execute("insert into t values (1)")
                    _ = try? await transaction.execute("insert into t values (1)")
                }
            }
            #expect(error?.kind == .rolledBack)
            #expect(try await pool.query("select count(*) from t", timeout: .seconds(5)).only[0] == 0)
        }
    }

    @Test func `of two serializable transactions in each other's way, one may be tried again`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            try await pool.execute("create table t (n int8)", timeout: .seconds(5))
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction(timeout: .seconds(5), isolation: .serializable) { first in
                    try await first.query("select sum(n)::int8 from t")
                    try await pool.withTransaction(timeout: .seconds(5), isolation: .serializable) { second in
                        try await second.query("select sum(n)::int8 from t")
                        try await second.execute("insert into t values (1)")
                    }
                    try await first.execute("insert into t values (2)")
                }
            }
            #expect(error?.isRetryable == true)
            #expect(error?.isUnavailable == false)
        }
    }

    @Test(arguments: [true, false])
    func `a statement that comes again and again gives the same, prepared or not`(prepares: Bool) async throws {
        let database = try await ScratchDatabase.make()
        var configuration = database.configuration
        configuration.preparesStatements = prepares
        configuration.poolSize = 1
        try await database.withPool(configuration) { pool in
            for n in 0..<20 {
                #expect(try await pool.query("select \(n)", timeout: .seconds(5)).only[0] == n)
                // The same text with another type.
                #expect(try await pool.query("select \("\(n)")", timeout: .seconds(5)).only[0] == "\(n)")
            }
            let prepared = try await pool.query("select count(*) from pg_prepared_statements", timeout: .seconds(5)).only[0, as: Int.self]
            #expect((prepared > 0) == prepares)
        }
    }

    @Test func `a prepared statement whose table changed under it works again`() async throws {
        let database = try await ScratchDatabase.make()
        var configuration = database.configuration
        configuration.poolSize = 1
        try await database.withPool(configuration) { pool in
            try await pool.execute("create table t (n int4)", timeout: .seconds(5))
            let select: SQL = "select * from t"
            for _ in 0..<4 { try await pool.query(select, timeout: .seconds(5)) }
            try await database.sqlAsSuperuser("alter table t add column m int4")
            await #expect(throws: PostgresError.self) { try await pool.query(select, timeout: .seconds(5)) }
            #expect(try await pool.query(select, timeout: .seconds(5)).columnCount == 2)
        }
    }

    @Test func `a failure says nothing of values and statements`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            try await pool.execute("create table people (email text primary key, age int4 check (age > 0))", timeout: .seconds(5))
            let marked = "marked.person@example.com"
            let statements: [SQL] = [
                "insert into people values (\(marked), 1), (\(marked), 1)", "insert into people values (\(marked), -1)",
                "select (\(marked))::uuid", "select \(marked) from nowhere", "select 'marked.person@example.com' +",
            ]
            for statement in statements {
                let error = await #expect(throws: PostgresError.self) { try await pool.query(statement, timeout: .seconds(5)) }
                #expect(error?.description.contains("marked") == false)
                #expect("\(error as Any)".contains("marked") == false || error.map { "\($0)".contains("marked") } == false)
                #expect(error?.isUnavailable == false)
            }
        }
    }
}
