import HTTP2

/// A header block of an answer: its head, its trailers, or both in one. Everything in it is copied.
struct ResponseHead {
    /// `:status`; nil in trailers.
    var httpStatus: Int?
    /// Whether `content-type` is gRPC's.
    var isGRPC = false
    /// `grpc-status`, when it is there and a number.
    var status: RPCCode?
    /// `grpc-message`, decoded.
    var message = ""
    /// `grpc-status-details-bin`, decoded.
    var details: [UInt8]?
    /// `grpc-encoding`, when it is another than identity.
    var encoding: String?
    /// What is the server's and not the protocol's.
    var metadata = Metadata()

    init(_ block: HTTP2HeaderBlock) {
        for index in 0..<block.count {
            let name = block.name(at: index)
            let value = block.value(at: index)
            if !take(name, value) { metadata.append(rawName: name, rawValue: value) }
        }
    }

    /// Whether the protocol keeps this field for itself.
    private mutating func take(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Bool {
        switch name.count {
        case 7 where name.equals(":status"):
            httpStatus = Self.number(value)
        case 11 where name.equals("grpc-status"):
            status = Self.number(value).map { RPCCode(rawValue: Int32(clamping: $0)) } ?? .unknown
        case 12 where name.equals("content-type"):
            isGRPC = value.starts(with: "application/grpc")
        case 12 where name.equals("grpc-message"):
            message = PercentEncoding.decoded(value)
        case 13 where name.equals("grpc-encoding"):
            if !value.equals("identity") { encoding = String(decoding: value, as: UTF8.self) }
        case 14 where name.equals("content-length"), 20 where name.equals("grpc-accept-encoding"):
            break
        case 23 where name.equals("grpc-status-details-bin"):
            details = Base64.decoded(value)
        default:
            return false
        }
        return true
    }

    private static func number(_ text: UnsafeRawBufferPointer) -> Int? {
        guard !text.isEmpty, text.count < 10 else { return nil }
        var number = 0
        for byte in text {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }

    /// The outcome that these trailers tell; nil when it is ok.
    func error() -> RPCError? {
        guard let status else { return RPCError(.unknown, "the answer ended without grpc-status") }
        guard status != .ok else { return nil }
        return RPCError(status, message, details: details.map { StatusDetails.details($0) } ?? [], metadata: metadata)
    }
}
