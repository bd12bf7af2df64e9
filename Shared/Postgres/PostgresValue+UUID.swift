package import FoundationEssentials

extension UUID: PostgresValue {
    package static var postgresType: PostgresType { .uuid }
    package static var postgresArrayType: PostgresType { .uuidArray }
    package var postgresSize: Int { 16 }
    package func write(to memory: UnsafeMutableRawPointer) { memory.storeBytes(of: uuid, as: uuid_t.self) }

    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard bytes.count == 16 else { return nil }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}
