/// Settings are documented: each line of compose/environment has its meaning above it and is read by the code. A service's own settings
/// say their meaning where they are read (`--print-config`); every other name that the code spells out stands in compose/environment or in
/// README.md.
enum SettingRule {
    private static let folder = "compose/environment/"

    static func findings(in tree: SourceTree) -> [Finding] {
        tree.files(in: folder).flatMap { unexplained(in: $0) + unread($0, in: tree) } + undocumented(in: tree)
    }

    /// Names of a file, set or commented out, with their line.
    private static func names(in file: RepositoryFile) -> [(name: String, line: Int)] {
        file.lines.enumerated().compactMap { index, line in
            line.prefixMatch(of: /(?:# )?(STRATUM_[A-Z0-9_]+)=/).map { (String($0.1), index + 1) }
        }
    }

    private static func isSetting(_ line: Substring) -> Bool {
        line.prefixMatch(of: /(?:# )?STRATUM_[A-Z0-9_]+=/) != nil
    }

    /// A comment above a run of settings explains all of them.
    private static func unexplained(in file: RepositoryFile) -> [Finding] {
        var isExplained = false
        var findings: [Finding] = []
        for (index, line) in file.lines.enumerated() {
            if isSetting(line) {
                guard !isExplained else { continue }
                findings.append(Finding(path: file.path, line: index + 1, sentence: "a comment above says what this is."))
            } else {
                isExplained = line.hasPrefix("#")
            }
        }
        return findings
    }

    /// Settings of a service that is built, which its code does not read.
    private static func unread(_ file: RepositoryFile, in tree: SourceTree) -> [Finding] {
        guard let service = tree.manifest.services.first(where: { $0.path.lowercased() == "services/\(file.name)" }) else { return [] }
        let texts = (tree.swift(in: "\(service.path)/") + tree.swift(in: "Shared/")).map(\.file.text)
        return names(in: file).filter { !isRead($0.name, prefix: "STRATUM_\(file.name.uppercased())_", in: texts) }.map {
            Finding(path: file.path, line: $0.line, sentence: "no code of \(service.name) reads \($0.name).")
        }
    }

    /// Names are read whole, as `prefix + "LISTEN_ADDRESS"`, in parts as `"DATABASE_"`, `"OWNER_"` and `"PASSWORD_FILE"`, or as
    /// `"STRATUM_\(peer)_ADDRESS"`.
    private static func isRead(_ name: String, prefix: String, in texts: [String]) -> Bool {
        let rest = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
        if texts.contains(where: { $0.contains("\"\(name)\"") }) || isJoined(rest[...], in: texts) { return true }
        return rest.indices.filter { rest[$0] == "_" }.contains { underscore in
            let tail = rest[rest.index(after: underscore)...]
            return texts.contains { $0.contains(")_\(tail)\"") }
        }
    }

    /// Whether a name is a literal of the code, or a literal that ends in an underscore and then a name that is joined.
    private static func isJoined(_ name: Substring, in texts: [String]) -> Bool {
        func isLiteral(_ text: Substring) -> Bool { texts.contains { $0.contains("\"\(text)\"") } }
        if isLiteral(name) { return true }
        return name.indices.filter { name[$0] == "_" }.contains { underscore in
            isLiteral(name[...underscore]) && isJoined(name[name.index(after: underscore)...], in: texts)
        }
    }

    /// Whether a name in a service's folder begins as that service's settings do.
    private static func isOwn(_ name: String, in path: String) -> Bool {
        let parts = path.split(separator: "/")
        return parts[0] == "Services" && name.hasPrefix("STRATUM_\(parts[1].uppercased())_")
    }

    private static func undocumented(in tree: SourceTree) -> [Finding] {
        let documents = tree.files(in: folder) + [tree.file("README.md")].compactMap(\.self)
        return (tree.swift(in: "Shared/") + tree.swift(in: "Services/")).flatMap { source in
            Set(source.file.text.matches(of: /"(STRATUM_[A-Z0-9_]*[A-Z0-9])"/).map { String($0.1) }).sorted().compactMap { name in
                guard !isOwn(name, in: source.path), !documents.contains(where: { $0.text.contains(name) }) else { return nil }
                return Finding(
                    path: source.path, sentence: "\(name) stands in no file of \(folder); document it there, commented out if need be.")
            }
        }
    }
}
