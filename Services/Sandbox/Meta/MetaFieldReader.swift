import Glibc

/// Reads the fields of one event and refuses what is not as the contract says, blaming the field.
struct MetaFieldReader {
    typealias Step = MetaRefusal.Step

    let rules: MetaRules

    // MARK: Types

    func text(_ reader: inout JSONReader) throws -> String {
        guard try reader.kind() == .string else { throw MetaRefusal.malformed("A string is expected") }
        let text = try reader.text().string
        guard !text.utf8.contains(0) else { throw MetaRefusal.malformed("A string without NUL is expected") }
        return text
    }

    func filledText(_ reader: inout JSONReader, charactersMax: Int = 10_000) throws -> String {
        let text = try text(&reader)
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw MetaRefusal.malformed("A string that is not empty is expected")
        }
        guard text.utf8.count <= charactersMax || text.count <= charactersMax else {
            throw MetaRefusal.malformed("A string of at most \(charactersMax) characters is expected")
        }
        return text
    }

    func integer(_ reader: inout JSONReader, in limits: ClosedRange<Int64> = 0...Int64.max) throws -> Int64 {
        guard try reader.kind() == .number, let value = Int64(try reader.number()), limits.contains(value) else {
            throw MetaRefusal.malformed("An integer is expected")
        }
        return value
    }

    /// A number, or a text that is one: Meta takes both.
    func number(_ reader: inout JSONReader, isNegativeAllowed: Bool = false) throws {
        let kind = try reader.kind()
        guard kind == .number || kind == .string else { throw MetaRefusal.malformed("A number is expected") }
        let digits = kind == .number ? try reader.number() : try reader.text().string
        guard let value = Double(digits), value.isFinite, isNegativeAllowed || value >= 0 else {
            throw MetaRefusal.malformed("A number that is not negative is expected")
        }
    }

    func bool(_ reader: inout JSONReader) throws {
        guard try reader.kind() == .bool else { throw MetaRefusal.malformed("true or false is expected") }
        _ = try reader.bool()
    }

    func word(_ reader: inout JSONReader, of words: Set<String>) throws -> String {
        let text = try text(&reader)
        guard words.contains(text) else {
            throw MetaRefusal.malformed("One of \(words.sorted().joined(separator: ", ")) is expected")
        }
        return text
    }

    func url(_ reader: inout JSONReader) throws {
        let text = try text(&reader)
        let rest = text.hasPrefix("https://") ? text.dropFirst(8) : text.hasPrefix("http://") ? text.dropFirst(7) : ""
        guard let first = rest.utf8.first, first != UInt8(ascii: "/"), text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw MetaRefusal.malformed("A URL is expected")
        }
    }

    /// A text, or an array of texts; `check` looks at each. Refuses an array without elements.
    func texts(_ reader: inout JSONReader, _ check: (JSONText) throws -> Void) throws {
        switch try reader.kind() {
        case .string: try check(try reader.text())
        case .array:
            var count = 0
            try reader.blamedElements { _, reader in
                guard try reader.kind() == .string else { throw MetaRefusal.malformed("A string is expected") }
                try check(try reader.text())
                count += 1
            }
            guard count > 0 else { throw MetaRefusal.malformed("At least one value is expected") }
        default: throw MetaRefusal.malformed("A string or an array of strings is expected")
        }
    }

    // MARK: Shapes

    /// SHA-256 in lower-case hexadecimal.
    func digests(_ reader: inout JSONReader) throws {
        try texts(&reader) { text in
            let isDigest = text.bytes.count == 64 && text.bytes.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
            guard isDigest else { throw MetaRefusal.notHashed }
        }
    }

    /// `fb.<subdomain index>.<creation time>.<rest>`
    func browserID(_ reader: inout JSONReader) throws {
        let parts = try text(&reader).split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "fb", UInt(parts[1]) != nil, UInt64(parts[2]) != nil, !parts[3].isEmpty else {
            throw MetaRefusal.malformed("A value of the form fb.1.1554763741205.AbCdEf is expected")
        }
    }

    func address(_ reader: inout JSONReader) throws {
        let text = try text(&reader)
        var bytes = in6_addr()
        guard inet_pton(AF_INET, text, &bytes) == 1 || inet_pton(AF_INET6, text, &bytes) == 1 else {
            throw MetaRefusal.malformed("An IPv4 or IPv6 address is expected")
        }
    }
}
