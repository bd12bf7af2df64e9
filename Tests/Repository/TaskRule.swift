/// Tasks are started by `loop.spawn` only: a bare `Task` leaves the loop, and what is confined to the loop with it.
enum TaskRule {
    static func findings(in tree: SourceTree) -> [Finding] {
        (tree.swift(in: "Shared/") + tree.swift(in: "Services/")).filter { !$0.path.hasPrefix("Shared/EventLoop/") }.flatMap { source in
            source.tokens.indices.filter { startsTask(source.tokens, at: $0) }.map {
                Finding(path: source.path, line: source.tokens[$0].line, sentence: "a bare Task leaves the loop; start it with loop.spawn.")
            }
        }
    }

    private static func startsTask(_ tokens: [SwiftToken], at index: Int) -> Bool {
        guard tokens[index].text == "Task", index + 1 < tokens.count else { return false }
        switch tokens[index + 1].text {
        case "{", "(": return true
        case ".":
            return index + 2 < tokens.count && ["detached", "immediate", "immediateDetached", "init"].contains(tokens[index + 2].text)
        case "<": return isCalled(tokens, afterGenericsAt: index + 1) && !isTypePosition(tokens, at: index)
        default: return false
        }
    }

    /// Whether `<…>` is followed by arguments or a closure.
    private static func isCalled(_ tokens: [SwiftToken], afterGenericsAt start: Int) -> Bool {
        var depth = 0
        for index in start..<tokens.count {
            if tokens[index].text == "<" { depth += 1 }
            if tokens[index].text == ">" { depth -= 1 }
            if depth == 0 { return index + 1 < tokens.count && ["(", "{"].contains(tokens[index + 1].text) }
        }
        return false
    }

    /// Whether a type stands there: after a colon or an arrow, a brace begins a body.
    private static func isTypePosition(_ tokens: [SwiftToken], at index: Int) -> Bool {
        index > 0 && [":", ">", "&"].contains(tokens[index - 1].text)
    }
}
