extension String {
    /// The text that these bytes are; nil when they are not UTF-8.
    @inline(__always)
    init?(validatingUTF8 bytes: UnsafeBufferPointer<UInt8>) {
        guard let span = try? UTF8Span(validating: bytes.span) else { return nil }
        self.init(copying: span)
    }
}
