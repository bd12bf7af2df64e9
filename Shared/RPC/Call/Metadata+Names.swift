extension Metadata {
    /// Whether a lower-case name may be used by callers and handlers: `[0-9a-z_.-]+`, and not one of the protocol's own.
    static func isUsable(_ name: some Collection<UInt8>) -> Bool {
        guard !name.isEmpty, name.count < 1024 else { return false }
        for byte in name {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): continue
            case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): continue
            default: return false
            }
        }
        return !isReserved(name)
    }

    /// The names that gRPC and HTTP/2 keep for themselves, and that connections end with (RFC 9113 §8.2.2).
    static func isReserved(_ name: some Collection<UInt8>) -> Bool {
        if name.starts(with: "grpc-".utf8) { return true }
        return reserved.contains { $0.utf8.elementsEqual(name) }
    }

    private static let reserved: [StaticName] = [
        "te", "content-type", "content-length", "host", "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade",
    ]

    private typealias StaticName = String
}

extension Metadata: ExpressibleByDictionaryLiteral {
    /// Text entries in their order: `["x-request-id": "7"]`.
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init()
        for (name, value) in elements { append(name, value) }
    }
}

extension Metadata: Sequence {
    /// All entries in their order, with the values as on the wire (base64 for `-bin` names).
    package func makeIterator() -> IndexingIterator<[(name: String, value: String)]> {
        var entries: [(name: String, value: String)] = []
        entries.reserveCapacity(count)
        forEach { name, value in
            entries.append((String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
        }
        return entries.makeIterator()
    }
}

extension Metadata: CustomStringConvertible {
    /// The names only: values may be secrets.
    package var description: String { "[\(map(\.name).joined(separator: ", "))]" }
}
