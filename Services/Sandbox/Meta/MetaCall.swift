import HTTPServer

/// The parameters of a Graph call, wherever they stand: query, JSON body, form body, `Authorization` header.
struct MetaCall {
    private(set) var token: String?
    /// The parameters besides the token and the events. Values of a JSON body stand as JSON, others as they are.
    private(set) var parameters: [String: [UInt8]] = [:]
    /// The events: JSON.
    private(set) var data: [UInt8]?

    init(_ request: HTTPServerRequest) throws {
        guard let query = FormDecoding.pairs(request.query.utf8) else { throw MetaRefusal.invalid("The query cannot be decoded.") }
        for pair in query { add(pair.name, pair.value) }
        if !request.body.isEmpty { try readBody(request) }
        if token == nil, let header = request.header("Authorization"), header.lowercased().hasPrefix("bearer ") {
            token = String(header.dropFirst(7))
        }
    }

    private mutating func add(_ name: String, _ value: [UInt8]) {
        switch name {
        case "access_token": token = String(decoding: value, as: UTF8.self)
        case "data": data = value
        default: parameters[name] = value
        }
    }

    private mutating func readBody(_ request: HTTPServerRequest) throws {
        let type = request.header("Content-Type")?.prefix { $0 != ";" }.lowercased() ?? ""
        switch type {
        case "application/json": try request.body.withUnsafeBytes { try readJSON($0) }
        case "application/x-www-form-urlencoded":
            guard let pairs = FormDecoding.pairs(request.body) else { throw MetaRefusal.invalid("The form cannot be decoded.") }
            for pair in pairs { add(pair.name, pair.value) }
        default: throw MetaRefusal.invalid("The content type \(type) is not supported.")
        }
    }

    private mutating func readJSON(_ bytes: UnsafeRawBufferPointer) throws {
        guard JSONReader.isUTF8(bytes) else { throw MetaRefusal.invalid("The body is no UTF-8.") }
        var reader = JSONReader(bytes)
        var call = self
        try reader.members { key, reader in
            if key == "access_token" {
                guard try reader.kind() == .string else { throw MetaRefusal.tokenInvalid }
                call.token = try reader.text().string
            } else {
                let range = try reader.skip()
                call.add(key, Array(UnsafeRawBufferPointer(rebasing: reader.bytes[range])))
            }
        }
        try reader.end()
        self = call
    }
}
