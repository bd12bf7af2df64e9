/// README.md names what exists: every path in backticks leads somewhere, and it stays short.
enum ReadmeRule {
    static let linesMax = 150
    private static let tops = ["Package.swift", "Protos/", "Shared/", "Services/", "Tests/", "compose/", ".ci/"]

    static func findings(in tree: SourceTree) -> [Finding] {
        guard let readme = tree.file("README.md") else { return [Finding(path: "README.md", sentence: "there is none.")] }
        let count = readme.lines.count
        let length = count > linesMax ? [Finding(path: readme.path, sentence: "\(count) lines; \(linesMax) at most.")] : []
        return length
            + readme.lines.enumerated().flatMap { index, line in
                line.matches(of: /`([^` ]+)`/).map { String($0.1) }.filter { isPath($0) && !exists($0, in: tree) }.map {
                    Finding(path: readme.path, line: index + 1, sentence: "\($0) does not exist.")
                }
            }
    }

    /// A path with a placeholder stands for many and is not looked for.
    private static func isPath(_ word: String) -> Bool {
        tops.contains { word.hasPrefix($0) } && !word.contains { "<>…*".contains($0) }
    }

    private static func exists(_ path: String, in tree: SourceTree) -> Bool {
        let folder = path.hasSuffix("/") ? path : path + "/"
        return tree.file(path) != nil || !tree.files(in: folder).isEmpty
    }
}
