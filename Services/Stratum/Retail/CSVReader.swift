/// Reads comma-separated values (RFC 4180): quoted fields may hold commas, doubled quotes and line ends. Any of LF, CRLF ends a record.
///
/// Works on the bytes of the whole file: a trading day is a few hundred kilobytes.
struct CSVReader: Sequence, IteratorProtocol {
    /// One record, and the line it starts on, counted from 1.
    struct Record {
        let line: Int
        /// Nil when the record cannot be read: a quote is not closed or something follows a closing quote, or a field is not UTF-8.
        let fields: [String]?
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is no part of the first field.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The next record that is not an empty line; nil at the end.
    mutating func next() -> Record? {
        while position < bytes.count {
            let start = line
            guard let fields = record() else { return Record(line: start, fields: nil) }
            if fields != [""] { return Record(line: start, fields: fields) }
        }
        return nil
    }

    private mutating func record() -> [String]? {
        var fields: [String] = []
        var isReadable = true
        while true {
            let (field, isLast) = field()
            if let field { fields.append(field) } else { isReadable = false }
            if isLast { return isReadable ? fields : nil }
        }
    }

    /// Reads up to and including the comma or line end after a field.
    private mutating func field() -> (String?, isLast: Bool) {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            let start = position
            while position < bytes.count, bytes[position] != UInt8(ascii: ","), bytes[position] != UInt8(ascii: "\n") { position += 1 }
            var end = position
            let isLast = endField()
            if isLast, end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            return (String(validating: bytes[start..<end], as: UTF8.self), isLast)
        }
        return quotedField()
    }

    private mutating func quotedField() -> (String?, isLast: Bool) {
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                    let isClean = skipCarriageReturn()
                    let text = isClean ? String(validating: content, as: UTF8.self) : nil
                    return (text, endField())
                }
                position += 1
            } else if byte == UInt8(ascii: "\n") {
                line += 1
            }
            content.append(byte)
        }
        return (nil, true)
    }

    /// After a closing quote only a comma or a line end may stand; what else stands there is passed over up to the next of them.
    private mutating func skipCarriageReturn() -> Bool {
        if position < bytes.count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: ","), bytes[position] != UInt8(ascii: "\n") { position += 1 }
        return position == start
    }

    private mutating func endField() -> Bool {
        guard position < bytes.count else { return true }
        let isLast = bytes[position] == UInt8(ascii: "\n")
        position += 1
        if isLast { line += 1 }
        return isLast
    }
}
