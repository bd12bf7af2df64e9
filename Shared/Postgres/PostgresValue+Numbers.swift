extension Int16: PostgresValue {
    package static var postgresType: PostgresType { .int2 }
    package static var postgresArrayType: PostgresType { .int2Array }
    package var postgresSize: Int { 2 }
    package func write(to memory: UnsafeMutableRawPointer) { store(self, at: memory) }

    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard bytes.count == 2 else { return nil }
        self = load(Int16.self, bytes, at: 0)
    }
}

extension Int32: PostgresValue {
    package static var postgresType: PostgresType { .int4 }
    package static var postgresArrayType: PostgresType { .int4Array }
    package static func accepts(_ type: PostgresType) -> Bool { type == .int4 || type == .int2 }
    package var postgresSize: Int { 4 }
    package func write(to memory: UnsafeMutableRawPointer) { store(self, at: memory) }

    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        switch bytes.count {
        case 4: self = load(Int32.self, bytes, at: 0)
        case 2: self = Int32(load(Int16.self, bytes, at: 0))
        default: return nil
        }
    }
}

extension Int64: PostgresValue {
    package static var postgresType: PostgresType { .int8 }
    package static var postgresArrayType: PostgresType { .int8Array }
    package static func accepts(_ type: PostgresType) -> Bool { type == .int8 || type == .int4 || type == .int2 }
    package var postgresSize: Int { 8 }
    package func write(to memory: UnsafeMutableRawPointer) { store(self, at: memory) }

    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        switch bytes.count {
        case 8: self = load(Int64.self, bytes, at: 0)
        case 4: self = Int64(load(Int32.self, bytes, at: 0))
        case 2: self = Int64(load(Int16.self, bytes, at: 0))
        default: return nil
        }
    }
}

extension Int: PostgresValue {
    package static var postgresType: PostgresType { .int8 }
    package static var postgresArrayType: PostgresType { .int8Array }
    package static func accepts(_ type: PostgresType) -> Bool { Int64.accepts(type) }
    package var postgresSize: Int { 8 }
    package func write(to memory: UnsafeMutableRawPointer) { store(Int64(self), at: memory) }

    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard let value = Int64(postgres: bytes, type: type) else { return nil }
        self = Int(value)
    }
}

extension Double: PostgresValue {
    package static var postgresType: PostgresType { .float8 }
    package static var postgresArrayType: PostgresType { .float8Array }
    package static func accepts(_ type: PostgresType) -> Bool { type == .float8 || type == .float4 }
    package var postgresSize: Int { 8 }
    package func write(to memory: UnsafeMutableRawPointer) { store(bitPattern, at: memory) }

    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        switch bytes.count {
        case 8: self = Double(bitPattern: load(UInt64.self, bytes, at: 0))
        case 4: self = Double(Float(bitPattern: load(UInt32.self, bytes, at: 0)))
        default: return nil
        }
    }
}

extension Bool: PostgresValue {
    package static var postgresType: PostgresType { .bool }
    package static var postgresArrayType: PostgresType { .boolArray }
    package var postgresSize: Int { 1 }
    package func write(to memory: UnsafeMutableRawPointer) { memory.storeBytes(of: self ? 1 : 0, as: UInt8.self) }

    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard bytes.count == 1 else { return nil }
        self = bytes[0] != 0
    }
}
