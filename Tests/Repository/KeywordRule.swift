/// Nothing is `public` or `open` (rooms share by `package`), and nothing is tried by force.
enum KeywordRule {
    static func findings(in tree: SourceTree) -> [Finding] {
        tree.swiftSources.flatMap { source in
            source.tokens.indices.compactMap { index in
                sentence(source.tokens, at: index).map { Finding(path: source.path, line: source.tokens[index].line, sentence: $0) }
            }
        }
    }

    private static let followers: Set<String> = [
        "func", "var", "let", "struct", "class", "enum", "actor", "protocol", "extension", "typealias", "init", "subscript", "import",
        "static", "final", "override", "mutating", "nonisolated", "private", "internal", "(", "@", "convenience", "required", "indirect",
    ]

    private static func sentence(_ tokens: [SwiftToken], at index: Int) -> String? {
        guard index + 1 < tokens.count else { return nil }
        let next = tokens[index + 1].text
        let isDeclaration = followers.contains(next) && (index == 0 || ![".", "case"].contains(tokens[index - 1].text))
        switch tokens[index].text {
        case "public" where isDeclaration: return "nothing is public here; another room needs `package` at most."
        case "open" where isDeclaration && next != "(": return "nothing is open here; another room needs `package` at most."
        case "try" where next == "!" && tokens[index + 1].isAttached:
            return "try! ends the process on an error; throw it, or say why it cannot happen with a precondition."
        default: return nil
        }
    }
}
