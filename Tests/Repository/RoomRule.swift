/// The folders of the house and the targets of Package.swift are the same rooms.
enum RoomRule {
    /// Folders under Tests that hold no test target: programs, tests in other languages.
    private static let plainTestFolders: Set<String> = ["Interop", "Load", "Protos", "Support"]

    static func findings(in tree: SourceTree) -> [Finding] {
        let strays = tree.manifest.strays.map {
            Finding(path: "Package.swift", sentence: "a target is declared with \($0)…); use the helper of its kind.")
        }
        return strays + empty(in: tree) + undeclared(in: tree)
    }

    private static func empty(in tree: SourceTree) -> [Finding] {
        tree.manifest.rooms.compactMap { room in
            let sources = tree.files(in: room.path + "/").filter {
                $0.name.hasSuffix(".swift") || $0.name.hasSuffix(".c") || $0.name.hasSuffix(".cpp") || $0.name == "module.modulemap"
            }
            guard sources.isEmpty else { return nil }
            return Finding(path: "Package.swift", sentence: "\(room.name) has no source in \(room.path).")
        }
    }

    private static func undeclared(in tree: SourceTree) -> [Finding] {
        let declared = Set(tree.manifest.rooms.map(\.path))
        let folders = Set(
            tree.files.filter { !$0.path.hasSuffix(".md") }.compactMap { file -> String? in
                let parts = file.path.split(separator: "/")
                guard parts.count > 2, ["Shared", "Services", "Tests"].contains(parts[0]) else { return nil }
                return parts[0] == "Tests" && plainTestFolders.contains(String(parts[1])) ? nil : parts[..<2].joined(separator: "/")
            })
        return folders.subtracting(declared).sorted().map {
            Finding(path: $0, sentence: "no target of Package.swift has this folder.")
        }
    }
}
