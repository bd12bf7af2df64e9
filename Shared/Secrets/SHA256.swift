import CCrypto

/// SHA-256 (FIPS 180-4), by libcrypto: some 60 ns for what fits one block.
package enum SHA256 {
    package static func digest(of bytes: UnsafeRawBufferPointer) -> SHA256Digest {
        SHA256Digest { stratum_sha256(bytes.baseAddress, bytes.count, $0) }
    }

    package static func digest(of bytes: [UInt8]) -> SHA256Digest {
        bytes.withUnsafeBytes { digest(of: $0) }
    }

    /// The digest of the text's UTF-8.
    package static func digest(of text: String) -> SHA256Digest {
        var text = text
        return text.withUTF8 { digest(of: UnsafeRawBufferPointer($0)) }
    }
}
