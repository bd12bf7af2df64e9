import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite("Postgres values")
struct PostgresValueTests {
    @Test func `every type comes back as it was bound`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            func check<Value: PostgresValue & Equatable>(_ values: [Value]) async throws {
                for value in values {
                    let row = try await pool.query("select \(value), \(Optional(value)), \(Value?.none)", timeout: .seconds(5)).only
                    #expect(try row[0, as: Value.self] == value)
                    #expect(try row[1, as: Value?.self] == value)
                    #expect(try row[2, as: Value?.self] == nil)
                    #expect(row.isNull(2))
                }
                let withNulls: [Value?] = [nil] + values.map { $0 } + [nil]
                let row = try await pool.query("select \(values), \(withNulls), \([Value]())", timeout: .seconds(5)).only
                #expect(try row[0, as: [Value].self] == values)
                #expect(try row[1, as: [Value?].self] == withNulls)
                #expect(try row[2, as: [Value].self] == [])
            }
            try await check([Int16.min, -1, 0, .max])
            try await check([Int32.min, -1, 0, .max])
            try await check([Int64.min, -1, 0, .max])
            try await check([Int.min, 7, .max])
            try await check([Double.leastNonzeroMagnitude, -0.5, 0, .greatestFiniteMagnitude, .infinity])
            try await check([true, false])
            try await check(["", "plain", "'; drop table x; --", "äöü 🦔 \u{1}", String(repeating: "long ", count: 20_000)])
            try await check([[], [0, 1, 255], [UInt8](repeating: 7, count: 100_000)])
            try await check([UUID(), UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))])
            try await check([PostgresTimestamp(unixMicroseconds: 0), .init(unixMicroseconds: 1_700_000_000_123_456)])
        }
    }

    @Test func `values arrive at the server as what they mean`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            let timestamp = PostgresTimestamp(unixMilliseconds: 1_291_193_760_000)
            let id = UUID()
            let text = "a \"quoted\", {braced} text"
            let sql: SQL = """
                select (\(Int64(-5)))::text, \(timestamp) = '2010-12-01 08:56:00+00'::timestamptz, (\(id))::text,
                    (\([text, "b"]))[1], (\(PostgresJSON(#"{"a": [1, 2]}"#)))->'a'->>1, array_length(\([Int64](repeating: 3, count: 1000)), 1)::int4,
                    encode(\([UInt8(1), 2, 255]), 'hex'), array_to_string(\([1.5, nil, 2.5] as [Double?]), ',', 'null')
                """
            let row = try await pool.query(sql, timeout: .seconds(5)).only
            #expect(try row[0] == "-5")
            #expect(try row[1] == true)
            #expect(try row[2] == id.uuidString.lowercased())
            #expect(try row[3] == text)
            #expect(try row[4] == "2")
            #expect(try row[5, as: Int64.self] == 1000)
            #expect(try row[6] == "0102ff")
            #expect(try row[7] == "1.5,null,2.5")
        }
    }

    @Test func `jsonb comes back as text`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            let json = [PostgresJSON("{\"a\": 1}"), PostgresJSON("[]")]
            let row = try await pool.query("select \(json[0]), \(json), '[1]'::json", timeout: .seconds(5)).only
            #expect(try row[0, as: PostgresJSON.self].text == "{\"a\": 1}")
            #expect(try row[1, as: [PostgresJSON].self] == json)
            #expect(try row[2, as: PostgresJSON.self].text == "[1]")
        }
    }

    @Test func `infinity is a timestamp too`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            let row = try await pool.query("select 'infinity'::timestamptz, '-infinity'::timestamptz", timeout: .seconds(5)).only
            let (later, earlier): (PostgresTimestamp, PostgresTimestamp) = (try row[0], try row[1])
            #expect(earlier < later)
            #expect(later.unixMicroseconds == .max)
        }
    }

    @Test func `reading another type or a null is an error that names the column`() async throws {
        try await ScratchDatabase.make().withPool { pool in
            let row = try await pool.query(
                "select 1::int4 as number, null::text as nothing, array[1,null]::int8[] as holes, 2.5::numeric as amount",
                timeout: .seconds(5)
            ).only
            #expect(try row[0, as: Int64.self] == 1)
            func sentence(_ body: () throws -> Void) -> String? {
                do {
                    try body()
                    return nil
                } catch let error as PostgresError where error.kind == .unexpectedAnswer {
                    return error.description
                } catch { return nil }
            }
            #expect(sentence { _ = try row[0, as: String.self] } == "column 0 (number): String was expected, int4 came")
            #expect(sentence { _ = try row[0, as: [Int32].self] } == "column 0 (number): an array of Int32 was expected, int4 came")
            #expect(sentence { _ = try row[1, as: String.self] } == "column 1 (nothing): String was expected, null came")
            #expect(sentence { _ = try row[2, as: [Int64].self] } == "column 2 (holes): an array of Int64 was expected, it has a null")
            #expect(sentence { _ = try row[2, as: [UUID].self] } == "column 2 (holes): an array of UUID was expected, int8[] came")
            #expect(sentence { _ = try row[3, as: Double.self] } == "column 3 (amount): Double was expected, type 1700 came")
        }
    }

    @Test(arguments: 0...60) func `an array cut anywhere is no array`(length: Int) {
        let buffer = ParameterBuffer()
        String.append(["one", nil, "three three three three"], to: buffer)
        let parameter = buffer.parameters[0]
        let bytes = UnsafeRawBufferPointer(start: buffer.pointer(to: parameter), count: Int(parameter.length))
        let cut = UnsafeRawBufferPointer(rebasing: bytes[..<min(length, bytes.count)])
        #expect(String.readArray(cut, of: .textArray) == (length < bytes.count ? nil : ["one", nil, "three three three three"]))
    }

    @Test(arguments: [
        (PostgresTimestamp(unixMicroseconds: .min), Int64.min + 946_684_800_000_000 + 1),
        (PostgresTimestamp(unixMicroseconds: .max), Int64.max), (PostgresTimestamp(unixMilliseconds: .max), Int64.max),
        (PostgresTimestamp(unixMicroseconds: 5).advanced(by: .milliseconds(-1)), Int64(-995)),
        (PostgresTimestamp(unixMicroseconds: 5).advanced(by: .seconds(Int64.max)), Int64.max),
    ])
    func `a timestamp out of range does not trap`(timestamp: PostgresTimestamp, unixMicroseconds: Int64) {
        #expect(timestamp.unixMicroseconds == unixMicroseconds)
    }
}
