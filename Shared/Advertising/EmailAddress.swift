/// The shape of an e-mail address, over its normal form's bytes.
enum EmailAddress {
    /// The position of the at sign, if this is an address: one `@`, a local part and a domain of two labels or more, no white space or
    /// control characters, no dots side by side or at an end. Lengths are those of RFC 5321 §4.5.3.1. Letters of other scripts are allowed
    /// (RFC 6531).
    static func at(in address: UnsafeBufferPointer<UInt8>) -> Int? {
        guard address.count <= 254, let at = address.firstIndex(of: UInt8(ascii: "@")), (1...64).contains(at) else { return nil }
        return isLocalPart(address[..<at]) && isDomain(address[(at + 1)...]) ? at : nil
    }

    /// For an address at Gmail, gives it without the dots of its local part to `body`; for every other address does nothing.
    static func withoutGmailDots(_ address: UnsafeBufferPointer<UInt8>, at: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        let domain = address[(at + 1)...]
        guard domain.elementsEqual("gmail.com".utf8) || domain.elementsEqual("googlemail.com".utf8) else { return }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: address.count) { buffer in
            var count = 0
            for (index, byte) in address.enumerated() where index > at || byte != UInt8(ascii: ".") {
                buffer[count] = byte
                count += 1
            }
            body(UnsafeBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// Words with single dots between them (RFC 5322 §3.2.3); quoted local parts are not taken.
    private static func isLocalPart(_ part: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var previous = UInt8(ascii: ".")
        for byte in part {
            if byte == UInt8(ascii: ".") ? previous == byte : !isWordByte(byte) { return false }
            previous = byte
        }
        return previous != UInt8(ascii: ".")
    }

    /// Two labels or more, of letters, digits and inner dashes (RFC 1123 §2.1).
    private static func isDomain(_ domain: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let dash = UInt8(ascii: "-")
        var labels = 0
        var start = domain.startIndex
        while start <= domain.endIndex {
            let end = domain[start...].firstIndex(of: UInt8(ascii: ".")) ?? domain.endIndex
            let label = domain[start..<end]
            guard (1...63).contains(label.count), label.first != dash, label.last != dash else { return false }
            guard label.allSatisfy({ isAlphanumeric($0) || $0 == dash }) else { return false }
            labels += 1
            start = end + 1
        }
        return labels >= 2
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    /// Letters of the normal form, which is lower-case, and all bytes of other scripts.
    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: true
        default: false
        }
    }
}
