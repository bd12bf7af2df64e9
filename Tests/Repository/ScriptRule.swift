/// Commands can be run, and what is sourced can be parsed.
enum ScriptRule {
    /// `check` gives bash's complaint about a script, or nil.
    static func findings(in tree: SourceTree, check: (RepositoryFile) -> String?) -> [Finding] {
        tree.files.filter { isScript($0) }.flatMap { file -> [Finding] in
            var findings: [Finding] = []
            let isCommand = file.text.hasPrefix("#!")
            if isCommand, !file.isExecutable { findings.append(Finding(path: file.path, sentence: "a command is executable: chmod +x.")) }
            if !isCommand, file.isExecutable { findings.append(Finding(path: file.path, sentence: "what is executable begins with #!.")) }
            if isCommand, !file.text.contains("set -euo pipefail") {
                findings.append(Finding(path: file.path, sentence: "a command begins with set -euo pipefail."))
            }
            if let complaint = check(file) { findings.append(Finding(path: file.path, sentence: complaint)) }
            return findings
        }
    }

    private static func isScript(_ file: RepositoryFile) -> Bool {
        let firstLine = file.lines.first ?? ""
        return file.name.hasSuffix(".sh") || (firstLine.hasPrefix("#!") && firstLine.hasSuffix("bash"))
    }
}
