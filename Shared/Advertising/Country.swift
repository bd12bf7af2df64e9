/// A country or territory of ISO 3166-1.
package struct Country: Sendable, Hashable, CustomStringConvertible {
    /// Two capital letters.
    package let code: String

    /// Reads a code of two or three letters or an English name, in any case and spelling of spaces and punctuation: `gb`, `GBR`, `United
    /// Kingdom`, `EIRE`. Nil for what is none.
    package init?(_ text: String) {
        guard text.utf8.count <= 100 else { return nil }
        guard let code = Self.code(exactly: text) ?? Self.codeByName[text] ?? Self.codeByKey[Self.key(text)] else { return nil }
        self.code = code
    }

    package static let unitedStates = Country(known: "US")
    package static let canada = Country(known: "CA")

    private init(known code: String) { self.code = code }

    package var description: String { code }

    /// The English short name.
    package var name: String { Self.nameByCode[code] ?? code }

    /// Two small letters, as platforms hash it.
    package var lowercasedCode: String { code.lowercased() }

    /// All codes in order.
    package static var allCodes: [String] { nameByCode.keys.sorted() }

    // MARK: Tables

    /// The fast way for what most callers send: two letters.
    private static func code(exactly text: String) -> String? {
        guard text.utf8.count == 2 else { return nil }
        let isPlain = text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        let code = isPlain ? text : text.uppercased()
        return nameByCode[code] == nil ? nil : code
    }

    private static let nameByCode: [String: String] = {
        var names: [String: String] = [:]
        for line in table.split(separator: "\n") { names[String(line.prefix(2))] = String(line.dropFirst(7)) }
        return names
    }()

    /// Names as they are usually written, which need no folding.
    private static let codeByName: [String: String] = {
        var codes: [String: String] = [:]
        for line in table.split(separator: "\n") { codes[String(line.dropFirst(7))] = String(line.prefix(2)) }
        for line in aliases.split(separator: "\n") { codes[String(line.dropFirst(3))] = String(line.prefix(2)) }
        return codes
    }()

    private static let codeByKey: [String: String] = {
        var codes: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let code = String(line.prefix(2))
            codes[key(code)] = code
            codes[key(String(line.dropFirst(3).prefix(3)))] = code
            codes[key(String(line.dropFirst(7)))] = code
        }
        for line in aliases.split(separator: "\n") { codes[key(String(line.dropFirst(3)))] = String(line.prefix(2)) }
        return codes
    }()

    private static func key(_ text: String) -> String {
        var key = ""
        for scalar in text.lowercased().unicodeScalars {
            if scalar == "&" {
                key += "and"
            } else if scalar.properties.isAlphabetic {
                key.unicodeScalars.append(scalar)
            }
        }
        return key
    }
}
