import HTTP2

/// The head of a request, as far as a door must know it. Read in one pass, and *valid* as long as the block it was read from.
struct RequestHead {
    /// `:path`.
    var path = UnsafeRawBufferPointer(start: nil, count: 0)
    /// `:method`.
    var method = UnsafeRawBufferPointer(start: nil, count: 0)
    var contentType: UnsafeRawBufferPointer?
    /// `grpc-timeout`, not yet read.
    var timeout: UnsafeRawBufferPointer?
    /// `grpc-encoding`.
    var encoding: UnsafeRawBufferPointer?
    /// Everything that is the caller's and not the protocol's.
    var metadata = Metadata()
    /// Whether a `-bin` value is not base64.
    var hasMalformedBinary = false

    init(_ block: HTTP2HeaderBlock) {
        // The caller's own fields, as bits: they are copied in one go when their size is known. Beyond 64 fields they go one by one.
        var own: UInt64 = 0
        var ownBytes = 0
        for index in 0..<block.count {
            let name = block.name(at: index)
            let value = block.value(at: index)
            guard !take(name, value) else { continue }
            if name.ends(with: "-bin"), !Self.isBase64List(value) { hasMalformedBinary = true }
            if index < 64 { own |= 1 << UInt64(index) }
            ownBytes += Metadata.entryHeader + name.count + value.count
        }
        guard ownBytes > 0 else { return }
        metadata.reserve(ownBytes)
        for index in 0..<block.count where index >= 64 || own & 1 << UInt64(index) != 0 {
            let name = block.name(at: index)
            let value = block.value(at: index)
            if index < 64 || !take(name, value) { metadata.append(rawName: name, rawValue: value) }
        }
    }

    /// Whether the protocol keeps this field for itself.
    private mutating func take(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Bool {
        // The length tells nearly all of them apart before a byte is compared.
        switch name.count {
        case 2:
            return name.equals("te")
        case 5:
            if name.equals(":path") { path = value } else { return false }
        case 7:
            if name.equals(":method") { method = value } else { return name.equals(":scheme") }
        case 10:
            return name.equals(":authority")
        case 12:
            if name.equals("content-type") {
                contentType = value
            } else if name.equals("grpc-timeout") {
                timeout = value
            } else {
                return false
            }
        case 13:
            if name.equals("grpc-encoding") { encoding = value } else { return false }
        case 14:
            return name.equals("content-length")
        case 20:
            return name.equals("grpc-accept-encoding")
        default:
            return false
        }
        return true
    }

    private static func isBase64List(_ value: UnsafeRawBufferPointer) -> Bool {
        value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy {
            Base64.decoded(UnsafeRawBufferPointer(rebasing: $0)) != nil
        }
    }
}
