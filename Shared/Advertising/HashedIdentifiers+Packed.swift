import Secrets

extension HashedIdentifiers {
    private static let format: UInt8 = 1

    /// Values that are kept plain, numbered after the digests.
    private enum Plain: UInt8 {
        case country = 64, clientIPAddress, clientUserAgent, fbc, fbp
    }

    /// One byte string for storage: format (1), then for each value its number, its length in two bytes, and its bytes.
    package var packed: [UInt8] {
        var bytes: [UInt8] = [Self.format]
        bytes.reserveCapacity(1 + entries.count * 35 + 64)
        for entry in entries {
            entry.digest.withUnsafeBytes { Self.append(entry.identifier.rawValue, $0, to: &bytes) }
        }
        let plain: [(Plain, String?)] = [
            (.country, country?.code), (.clientIPAddress, clientIPAddress), (.clientUserAgent, clientUserAgent), (.fbc, fbc), (.fbp, fbp),
        ]
        for case (let number, var text?) in plain {
            text.withUTF8 { Self.append(number.rawValue, UnsafeRawBufferPointer($0), to: &bytes) }
        }
        return bytes
    }

    /// Reads what `packed` made; nil for anything else. Numbers that are not known are passed over.
    package init?(packed bytes: [UInt8]) {
        self.init()
        let isWhole = bytes.withUnsafeBytes { bytes in
            guard bytes.first == Self.format else { return false }
            var position = 1
            while position < bytes.count {
                guard position + 3 <= bytes.count else { return false }
                let start = position + 3
                let end = start + (Int(bytes[position + 1]) << 8 | Int(bytes[position + 2]))
                guard end <= bytes.count, take(bytes[position], UnsafeRawBufferPointer(rebasing: bytes[start..<end])) else { return false }
                position = end
            }
            return true
        }
        guard isWhole else { return nil }
    }

    private mutating func take(_ number: UInt8, _ bytes: UnsafeRawBufferPointer) -> Bool {
        if let identifier = HashedIdentifier(rawValue: number) {
            guard let digest = SHA256Digest(bytes) else { return false }
            entries.append(Entry(identifier: identifier, digest: digest))
            return true
        }
        let text = String(decoding: bytes, as: UTF8.self)
        switch Plain(rawValue: number) {
        case .country: country = Country(text)
        case .clientIPAddress: clientIPAddress = text
        case .clientUserAgent: clientUserAgent = text
        case .fbc: fbc = text
        case .fbp: fbp = text
        case nil: break
        }
        return true
    }

    private static func append(_ number: UInt8, _ value: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        precondition(value.count <= 0xFFFF, "a value longer than any field may be")
        bytes.append(number)
        bytes.append(UInt8(truncatingIfNeeded: value.count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value.count))
        bytes.append(contentsOf: value)
    }
}
