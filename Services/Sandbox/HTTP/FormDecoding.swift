/// `application/x-www-form-urlencoded`: the WHATWG URL standard's parser, strict about percent signs.
enum FormDecoding {
    /// The pairs in their order; nil when a percent sign is not followed by two digits.
    static func pairs(_ bytes: some Collection<UInt8>) -> [(name: String, value: [UInt8])]? {
        var pairs: [(name: String, value: [UInt8])] = []
        for piece in bytes.split(separator: UInt8(ascii: "&")) {
            let name = piece.prefix { $0 != UInt8(ascii: "=") }
            guard let decodedName = decoded(name), let value = decoded(piece.dropFirst(name.count + 1)) else { return nil }
            pairs.append((String(decoding: decodedName, as: UTF8.self), value))
        }
        return pairs
    }

    private static func decoded(_ text: some Collection<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var iterator = text.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(JSONReader.hexadecimal), let low = iterator.next().flatMap(JSONReader.hexadecimal)
                else { return nil }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return bytes
    }
}
