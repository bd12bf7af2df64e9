/// A file is named after a type it declares, or after a type it extends and a topic; and it is short enough to be read in one go.
enum FileRule {
    /// Past this many lines a file has become two.
    static let linesMax = 400
    /// Tables, which are long because the world is. Each must exist and be longer than others may.
    static let tables: Set<String> = []

    static func findings(in tree: SourceTree) -> [Finding] {
        names(in: tree) + lengths(in: tree) + stale(in: tree)
    }

    private static func stale(in tree: SourceTree) -> [Finding] {
        tables.subtracting(tree.files.filter(isLong).map(\.path)).sorted().map {
            Finding(path: $0, sentence: "this table is gone or short; take it off the list in FileRule.swift.")
        }
    }

    private static func names(in tree: SourceTree) -> [Finding] {
        tree.swiftSources.compactMap { source in
            let stem = String(source.file.name.dropLast(".swift".count))
            guard stem != "main", stem != "Package" else { return nil }
            if let plus = stem.firstIndex(of: "+") {
                let type = String(stem[..<plus])
                let isExtended = source.extensions.contains { $0 == type || $0.hasSuffix(".\(type)") }
                guard !isExtended else { return nil }
                return Finding(path: source.path, sentence: "the name promises an extension of \(type), and there is none.")
            }
            // A function that belongs to no type gives its name the same way: `withClient` in WithClient.swift.
            let function = stem.prefix(1).lowercased() + stem.dropFirst()
            guard !source.types.contains(where: { $0.name == stem }), !source.functions.contains(function) else { return nil }
            return Finding(path: source.path, sentence: "no type \(stem) is declared here; name the file after its type.")
        }
    }

    private static func lengths(in tree: SourceTree) -> [Finding] {
        tree.files.filter { isLong($0) && !tables.contains($0.path) }.map {
            Finding(path: $0.path, sentence: "\(lineCount($0)) lines; \(linesMax) at most. Give a part of it a name and a file.")
        }
    }

    private static let endings = [".swift", ".h", ".c", ".cpp", ".proto", ".sh", ".py", ".sql"]

    private static func isLong(_ file: RepositoryFile) -> Bool {
        let isCode = endings.contains { file.name.hasSuffix($0) } || (file.path.hasPrefix("compose/") && file.isExecutable)
        return isCode && !file.isGenerated && lineCount(file) > linesMax
    }

    private static func lineCount(_ file: RepositoryFile) -> Int {
        file.text.utf8.count { $0 == UInt8(ascii: "\n") }
    }
}
