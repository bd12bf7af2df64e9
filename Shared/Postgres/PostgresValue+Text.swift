extension String: PostgresValue {
    package static var postgresType: PostgresType { .text }
    package static var postgresArrayType: PostgresType { .textArray }

    package static func accepts(_ type: PostgresType) -> Bool {
        switch type {
        case .text, .varchar, .bpchar, .name, .unknown, .json: true
        default: false
        }
    }

    package var postgresSize: Int { utf8.count }

    package func write(to memory: UnsafeMutableRawPointer) {
        let target = UnsafeMutableRawBufferPointer(start: memory, count: utf8.count)
        let isCopied: Void? = utf8.withContiguousStorageIfAvailable { target.copyMemory(from: UnsafeRawBufferPointer($0)) }
        if isCopied == nil { target.copyBytes(from: utf8) }
    }

    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        self.init(decoding: bytes, as: UTF8.self)
    }
}

extension [UInt8]: PostgresValue {
    package static var postgresType: PostgresType { .bytea }
    package static var postgresArrayType: PostgresType { .byteaArray }
    package var postgresSize: Int { count }

    package func write(to memory: UnsafeMutableRawPointer) {
        withUnsafeBytes { UnsafeMutableRawBufferPointer(start: memory, count: count).copyMemory(from: $0) }
    }

    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        self.init(bytes)
    }
}

/// On the wire a version byte, 1, goes before the text (jsonb_send).
extension PostgresJSON: PostgresValue {
    package static var postgresType: PostgresType { .jsonb }
    package static var postgresArrayType: PostgresType { .jsonbArray }
    package static func accepts(_ type: PostgresType) -> Bool { type == .jsonb || type == .json }
    package var postgresSize: Int { utf8.count + 1 }

    package func write(to memory: UnsafeMutableRawPointer) {
        memory.storeBytes(of: 1, as: UInt8.self)
        utf8.write(to: memory + 1)
    }

    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        if type == .json {
            self.init(utf8: Array(bytes))
            return
        }
        guard bytes.first == 1 else { return nil }
        self.init(utf8: Array(UnsafeRawBufferPointer(rebasing: bytes.dropFirst())))
    }
}
