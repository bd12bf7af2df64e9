/// Rooms import what the map's arrows allow, in their files and in Package.swift; a C library only through the room that owns its door.
enum ArrowRule {
    static func findings(in tree: SourceTree) -> [Finding] {
        declared(in: tree) + imported(in: tree) + importedByTests(in: tree)
    }

    /// The room that a path lies in: `Shared/RPC/Server.swift` in RPC.
    private static func room(of path: String) -> String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && (parts[0] == "Shared" || parts[0] == "Services") ? String(parts[1]) : nil
    }

    private static func declared(in tree: SourceTree) -> [Finding] {
        let targets = tree.manifest.rooms.filter { $0.kind != "tests" && $0.kind != "door" && !$0.path.hasPrefix("Tests/") }
        return targets.flatMap { target -> [Finding] in
            let room = target.path.split(separator: "/").last.map(String.init) ?? target.name
            let allowed = target.kind == "c" ? Set(HouseMap.doors.filter { $0.value.contains(room) }.keys) : HouseMap.allowed(in: room)
            guard let allowed else {
                return [Finding(path: "Package.swift", sentence: "\(room) is not on the map; give it its arrows in HouseMap.swift.")]
            }
            return target.uses.filter { !allowed.contains($0) }.map {
                Finding(path: "Package.swift", sentence: "\(room) may not use \($0); the map has no such arrow.")
            }
        }
    }

    private static func imported(in tree: SourceTree) -> [Finding] {
        tree.files.filter { $0.path.hasSuffix(".swift") }.flatMap { file -> [Finding] in
            guard let room = room(of: file.path), let allowed = HouseMap.allowed(in: room) else { return [] }
            let known = allowed.union(HouseMap.outsideModules)
            return imports(of: file, in: tree).filter { !known.contains($0.module) }.map {
                Finding(path: file.path, line: $0.line, sentence: "\(room) may not import \($0.module); the map has no such arrow.")
            }
        }
    }

    /// Generated files are read by their lines: nothing in them looks like an import and is none.
    private static func imports(of file: RepositoryFile, in tree: SourceTree) -> [SwiftSource.Import] {
        tree.swiftSources.first { $0.path == file.path }?.imports ?? SwiftSource.imports(in: file.text)
    }

    /// Tests may import any room, and the doors of the room they are named after.
    private static func importedByTests(in tree: SourceTree) -> [Finding] {
        tree.swift(in: "Tests/").flatMap { source -> [Finding] in
            let folder = String(source.path.split(separator: "/")[1])
            let ownDoors = HouseMap.doorsOfTests[folder] ?? []
            return source.imports.compactMap { used in
                guard let owners = HouseMap.doors[used.module], !owners.contains(folder), !ownDoors.contains(used.module) else {
                    return nil
                }
                let names = owners.sorted().joined(separator: ", ")
                return Finding(path: source.path, line: used.line, sentence: "\(used.module) is the door of \(names); test it there.")
            }
        }
    }
}
