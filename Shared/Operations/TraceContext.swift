/// Which trace and span a piece of work belongs to (W3C Trace Context, version 00).
package struct TraceContext: Sendable, Hashable {
    /// The two halves of the trace id, not both zero.
    package let traceHigh: UInt64
    package let traceLow: UInt64
    /// The span, not zero.
    package let span: UInt64
    /// Bit 0: sampled.
    package let flags: UInt8

    /// Nil when the trace id or the span id is all zero.
    package init?(traceHigh: UInt64, traceLow: UInt64, span: UInt64, flags: UInt8) {
        guard traceHigh | traceLow != 0, span != 0 else { return nil }
        self.traceHigh = traceHigh
        self.traceLow = traceLow
        self.span = span
        self.flags = flags
    }

    /// Begins a trace.
    package init(isSampled: Bool, using random: inout some RandomNumberGenerator) {
        traceHigh = random.next()
        traceLow = random.next() | 1
        span = random.next() | 1
        flags = isSampled ? 1 : 0
    }

    /// Reads a `traceparent` header: `00-<32 hex>-<16 hex>-<2 hex>`. Of a later version, the part that version 00 has; version `ff` is
    /// refused.
    package init?(traceparent bytes: [UInt8]) {
        guard bytes.count >= 55, bytes[2] == Self.dash, bytes[35] == Self.dash, bytes[52] == Self.dash,
            let version = Self.hex(bytes[0..<2]), version != 0xFF,
            let high = Self.hex(bytes[3..<19]), let low = Self.hex(bytes[19..<35]),
            let span = Self.hex(bytes[36..<52]), let flags = Self.hex(bytes[53..<55])
        else { return nil }
        if bytes.count > 55 {
            guard version != 0, bytes[55] == Self.dash else { return nil }
        }
        self.init(traceHigh: high, traceLow: low, span: span, flags: UInt8(flags) & 1)
    }

    package init?(traceparent: String) {
        self.init(traceparent: Array(traceparent.utf8.prefix(57)))
    }

    package var isSampled: Bool { flags & 1 != 0 }

    /// The same trace with a span of its own.
    package func child(using random: inout some RandomNumberGenerator) -> TraceContext {
        TraceContext(traceHigh: traceHigh, traceLow: traceLow, span: random.next() | 1, flags: flags) ?? self
    }

    /// The header's value.
    package var traceparent: String {
        "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")"
    }

    /// 32 hexadecimal digits.
    package var traceID: String { Self.text(traceHigh, traceLow) }

    /// 16 hexadecimal digits.
    package var spanID: String { Self.text(span) }

    private static let dash = UInt8(ascii: "-")

    private static func hex(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            guard let nibble = Hex.value(digit) else { return nil }
            value = value << 4 | UInt64(nibble)
        }
        return value
    }

    private static func text(_ words: UInt64...) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(words.count * 16)
        for word in words { Hex.append(word, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
