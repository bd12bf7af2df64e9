/// The types, extensions and functions that a file's tokens declare.
struct Declarations {
    private(set) var types: [SwiftSource.DeclaredType] = []
    private(set) var extensions: [String] = []
    private(set) var functions: [String] = []

    private static let typeWords: Set<String> = ["struct", "class", "enum", "actor", "protocol", "typealias"]
    private static let memberWords: Set<String> = ["func", "var", "let", "subscript"]

    init(in tokens: [SwiftToken]) {
        var depth = 0
        for (index, token) in tokens.enumerated() where index + 1 < tokens.count || token.text == "}" {
            let isMember = index > 0 && tokens[index - 1].text == "."
            switch token.text {
            case "{": depth += 1
            case "}": depth -= 1
            case "extension" where !isMember: extensions += Self.extended(in: tokens, from: index + 1)
            case "func" where depth == 0: functions.append(Self.name(tokens[index + 1]))
            case let word where Self.typeWords.contains(word) && !isMember:
                let name = Self.name(tokens[index + 1])
                guard tokens[index + 1].isWord, !Self.memberWords.contains(name) else { continue }
                types.append(SwiftSource.DeclaredType(name: name, isTopLevel: depth == 0))
            default: break
            }
        }
    }

    /// A name without its backticks.
    private static func name(_ token: SwiftToken) -> String {
        token.text.hasPrefix("`") ? String(token.text.dropFirst().dropLast()) : token.text
    }

    /// `A.B` and `C` of `extension A.B: C where …`.
    private static func extended(in tokens: [SwiftToken], from start: Int) -> [String] {
        let head = tokens[start...].prefix { $0.text != "{" && $0.text != "where" }
        let parts = head.split { $0.text == ":" || $0.text == "," || $0.text == "&" }
        return parts.map { part in
            part.drop { $0.text == "@" || ["unchecked", "retroactive", "preconcurrency"].contains($0.text) }.map(name).joined()
        }
    }
}
