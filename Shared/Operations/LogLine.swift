/// Builds one log line as bytes. Text is cut at 1 KiB a value and fields stop at 4000 bytes a line, so that a line fits one write to a
/// pipe.
struct LogLine {
    /// A write of at most this many bytes to a pipe is never mixed with another's (PIPE_BUF of Linux).
    static let bytesMax = 4096
    private static let fieldBytesMax = 1024
    /// Room kept for the end of the line.
    private static let roomForEnd = 96

    private let format: LogFormat
    private var bytes: [UInt8] = []

    init(format: LogFormat) {
        self.format = format
        bytes.reserveCapacity(320)
    }

    mutating func begin(unixNanoseconds: Int64, level: LogLevel, service: String, message: String) {
        switch format {
        case .json:
            append("{\"ts\":\"")
            UnixTime.appendRFC3339(unixNanoseconds, to: &bytes)
            append("\",\"level\":\"")
            append(level.rawValue)
            append("\",\"service\":")
            appendQuoted(service)
            append(",\"message\":")
            appendQuoted(message)
        case .text:
            UnixTime.appendRFC3339(unixNanoseconds, to: &bytes)
            append(" ")
            append(level.rawValue.uppercased())
            append(" ")
            append(service)
            append(": ")
            appendEscaped(message)
        }
    }

    mutating func add(_ key: LogKey, _ value: LogValue) {
        let start = bytes.count
        switch format {
        case .json:
            append(",\"")
            append(key.name)
            append("\":")
        case .text:
            append(" ")
            append(key.name)
            append("=")
        }
        append(value)
        if bytes.count > Self.bytesMax - Self.roomForEnd { bytes.removeSubrange(start...) }
    }

    consuming func finished() -> [UInt8] {
        if format == .json { append("}") }
        append("\n")
        return bytes
    }

    // MARK: Values

    private mutating func append(_ value: LogValue) {
        switch value {
        case .string(let text): appendQuoted(text)
        case .int(let number): append("\(number)")
        case .double(let number): append(number.isFinite ? "\(number)" : "null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .duration(let duration): appendMilliseconds(duration)
        }
    }

    private mutating func appendMilliseconds(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let microseconds = Int64(clamping: Int128(seconds) * 1_000_000 + Int128(attoseconds / 1_000_000_000_000))
        if microseconds < 0 { append("-") }
        append("\(microseconds.magnitude / 1000).")
        let fraction = microseconds.magnitude % 1000
        append(fraction < 10 ? "00" : fraction < 100 ? "0" : "")
        append("\(fraction)")
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func appendQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        appendEscaped(text)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Escapes as JSON does (RFC 8259 §7), and DEL too, so that no text can write to a terminal or begin a line.
    private mutating func appendEscaped(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            if utf8.count <= Self.fieldBytesMax, utf8.allSatisfy(Self.isPlain) {
                bytes.append(contentsOf: utf8)
                return
            }
            let end = bytes.count + Self.fieldBytesMax
            for byte in utf8 {
                // A character is never cut: only a byte that begins one may find the field full.
                if bytes.count >= end, byte & 0xC0 != 0x80 {
                    append("…")
                    return
                }
                appendEscaped(byte)
            }
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        case 0..<0x20, 0x7F:
            append("\\u00")
            bytes.append(Hex.digit(byte >> 4))
            bytes.append(Hex.digit(byte & 15))
        default: bytes.append(byte)
        }
    }
}
