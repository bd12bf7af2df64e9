/// A value with a binary form of PostgreSQL's: what a statement can bind, a row can hold, and an array can have as its element.
package protocol PostgresValue: Sendable {
    static var postgresType: PostgresType { get }
    static var postgresArrayType: PostgresType { get }
    /// Whether a column of this type can be read as this value.
    static func accepts(_ type: PostgresType) -> Bool

    /// The length of the binary form.
    var postgresSize: Int { get }
    /// Writes the binary form, exactly `postgresSize` bytes.
    func write(to memory: UnsafeMutableRawPointer)
    /// Reads the binary form of a type that `accepts`; nil when the bytes are none.
    init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType)

    // Requirements and not only extensions, so that each conformance gets its own specialised code: called unspecialised from another room, a
    // loop over a thousand rows would look up each element's type.
    static func append(_ values: [Self], to buffer: ParameterBuffer)
    static func append(_ values: [Self?], to buffer: ParameterBuffer)
    static func read(_ row: PostgresRow, _ column: Int) throws(PostgresError) -> Self
    static func readOptional(_ row: PostgresRow, _ column: Int) throws(PostgresError) -> Self?
    static func readArray(_ row: PostgresRow, _ column: Int) throws(PostgresError) -> [Self]
    static func readOptionalArray(_ row: PostgresRow, _ column: Int) throws(PostgresError) -> [Self?]
}

extension PostgresValue {
    package static func accepts(_ type: PostgresType) -> Bool { type == postgresType }

    func append(to buffer: ParameterBuffer) {
        write(to: buffer.append(Self.postgresType, size: postgresSize))
    }
}
