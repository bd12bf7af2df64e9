extension PostgresTimestamp: PostgresValue {
    package static var postgresType: PostgresType { .timestamptz }
    package static var postgresArrayType: PostgresType { .timestamptzArray }
    package var postgresSize: Int { 8 }
    package func write(to memory: UnsafeMutableRawPointer) { store(microsecondsSince2000, at: memory) }

    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard bytes.count == 8 else { return nil }
        self.init(microsecondsSince2000: load(Int64.self, bytes, at: 0))
    }
}
