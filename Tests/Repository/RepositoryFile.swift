/// A text file of the repository.
struct RepositoryFile {
    /// From the checkout's root.
    let path: String
    let text: String
    var isExecutable = false

    /// The path's last part.
    var name: String { String(path.split(separator: "/").last ?? "") }

    /// The lines, without their ends.
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// Whether a generator wrote it. Such files answer to the generator's own tests and to the drift check.
    var isGenerated: Bool {
        path.contains("/Generated/") || path.hasPrefix("Shared/CMessages/")
            || [".stubs.swift", ".pb-c.c", ".pb-c.h"].contains { path.hasSuffix($0) }
    }
}
