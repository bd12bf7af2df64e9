/// A type of PostgreSQL by its object identifier (pg_type.dat: those of built-in types never change).
package struct PostgresType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let bool = PostgresType(rawValue: 16)
    package static let bytea = PostgresType(rawValue: 17)
    package static let name = PostgresType(rawValue: 19)
    package static let int8 = PostgresType(rawValue: 20)
    package static let int2 = PostgresType(rawValue: 21)
    package static let int4 = PostgresType(rawValue: 23)
    package static let text = PostgresType(rawValue: 25)
    package static let json = PostgresType(rawValue: 114)
    package static let float4 = PostgresType(rawValue: 700)
    package static let float8 = PostgresType(rawValue: 701)
    package static let unknown = PostgresType(rawValue: 705)
    package static let bpchar = PostgresType(rawValue: 1042)
    package static let varchar = PostgresType(rawValue: 1043)
    package static let timestamptz = PostgresType(rawValue: 1184)
    package static let uuid = PostgresType(rawValue: 2950)
    package static let jsonb = PostgresType(rawValue: 3802)

    package static let boolArray = PostgresType(rawValue: 1000)
    package static let byteaArray = PostgresType(rawValue: 1001)
    package static let int2Array = PostgresType(rawValue: 1005)
    package static let int4Array = PostgresType(rawValue: 1007)
    package static let textArray = PostgresType(rawValue: 1009)
    package static let int8Array = PostgresType(rawValue: 1016)
    package static let varcharArray = PostgresType(rawValue: 1015)
    package static let float4Array = PostgresType(rawValue: 1021)
    package static let float8Array = PostgresType(rawValue: 1022)
    package static let timestamptzArray = PostgresType(rawValue: 1185)
    package static let uuidArray = PostgresType(rawValue: 2951)
    package static let jsonbArray = PostgresType(rawValue: 3807)
}

extension PostgresType {
    private static let elements: [PostgresType: PostgresType] = [
        boolArray: bool, byteaArray: bytea, int2Array: int2, int4Array: int4, textArray: text, int8Array: int8, float4Array: float4,
        float8Array: float8, timestamptzArray: timestamptz, uuidArray: uuid, jsonbArray: jsonb, varcharArray: varchar,
    ]

    /// The type of an array's elements; nil for what is no array known here.
    var element: PostgresType? { Self.elements[self] }
}

extension PostgresType: CustomStringConvertible {
    private static let names: [PostgresType: String] = [
        bool: "bool", bytea: "bytea", name: "name", int8: "int8", int2: "int2", int4: "int4", text: "text",
        json: "json", float4: "float4", float8: "float8", unknown: "unknown", bpchar: "bpchar", varchar: "varchar",
        timestamptz: "timestamptz", uuid: "uuid", jsonb: "jsonb", boolArray: "bool[]", byteaArray: "bytea[]",
        int2Array: "int2[]", int4Array: "int4[]", textArray: "text[]", int8Array: "int8[]", float4Array: "float4[]",
        float8Array: "float8[]", timestamptzArray: "timestamptz[]", uuidArray: "uuid[]", jsonbArray: "jsonb[]",
        varcharArray: "varchar[]",
    ]

    package var description: String { Self.names[self] ?? "type \(rawValue)" }
}
