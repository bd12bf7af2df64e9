/// The repository's text files: those of this checkout, or a sample that a rule is tried on.
struct SourceTree {
    /// By path.
    let files: [RepositoryFile]
    /// The Swift files that people write.
    let swiftSources: [SwiftSource]
    let manifest: Manifest

    init(_ files: [RepositoryFile]) {
        self.files = files.sorted { $0.path < $1.path }
        swiftSources = self.files.filter { $0.path.hasSuffix(".swift") && !$0.isGenerated }.map(SwiftSource.init)
        manifest = Manifest(self.files.first { $0.path == "Package.swift" }?.text ?? "")
    }

    /// A sample: texts by path.
    init(_ texts: [String: String]) {
        self.init(texts.map { RepositoryFile(path: $0.key, text: $0.value) })
    }

    /// The files below a folder; the folder ends in a slash.
    func files(in folder: String) -> [RepositoryFile] {
        files.filter { $0.path.hasPrefix(folder) }
    }

    func file(_ path: String) -> RepositoryFile? {
        files.first { $0.path == path }
    }

    /// The hand-written Swift files below a folder.
    func swift(in folder: String) -> [SwiftSource] {
        swiftSources.filter { $0.path.hasPrefix(folder) }
    }
}
