/// Inside a service, types are named in the direction API → Domain, Store; Workers → Domain, Store; Store → Domain; Domain → nothing.
///
/// A service is one module, so the compiler does not see it. The test collects the types that each folder declares and looks for their
/// names in the folders that may not know them.
enum ServiceFolderRule {
    static func findings(in tree: SourceTree) -> [Finding] {
        tree.manifest.services.filter { $0.kind == "service" }.flatMap { service in
            directions(in: tree, service.path) + domainImports(in: tree, service.path) + strangers(in: tree, service)
        }
    }

    private static func folder(of source: SwiftSource, in service: String) -> String? {
        let parts = source.path.dropFirst(service.count + 1).split(separator: "/")
        return parts.count > 1 ? String(parts[0]) : nil
    }

    private static func directions(in tree: SourceTree, _ service: String) -> [Finding] {
        let sources = tree.swift(in: service + "/")
        var folderOfType: [String: String] = [:]
        for source in sources {
            let home = folder(of: source, in: service) ?? "beside the folders"
            for type in source.types where type.isTopLevel { folderOfType[type.name] = home }
        }
        return sources.flatMap { source -> [Finding] in
            guard let folder = folder(of: source, in: service), let allowed = HouseMap.serviceFolders[folder] else { return [] }
            let own = Set(source.types.map(\.name))
            var reported: Set<String> = []
            return source.tokens.enumerated().compactMap { index, token in
                guard let home = folderOfType[token.text], home != folder, !allowed.contains(home), !own.contains(token.text) else {
                    return nil
                }
                let isMember = index > 0 && source.tokens[index - 1].text == "."
                guard !isMember, reported.insert(token.text).inserted else { return nil }
                return Finding(path: source.path, line: token.line, sentence: "\(folder) may not name \(token.text), \(place(home)).")
            }
        }
    }

    private static func place(_ home: String) -> String {
        HouseMap.serviceFolders[home] == nil ? home : "in \(home)"
    }

    private static func domainImports(in tree: SourceTree, _ service: String) -> [Finding] {
        let allowed = HouseMap.domainRooms.union(HouseMap.outsideModules)
        return tree.swift(in: service + "/Domain/").flatMap { source in
            source.imports.filter { !allowed.contains($0.module) }.map {
                Finding(path: source.path, line: $0.line, sentence: "Domain may not import \($0.module).")
            }
        }
    }

    /// What lies in none of a service's places.
    private static func strangers(in tree: SourceTree, _ service: Manifest.Room) -> [Finding] {
        let places = Set(HouseMap.serviceFolders.keys).union(["Migrations"])
        return tree.files(in: service.path + "/").compactMap { file in
            let parts = file.path.dropFirst(service.path.count + 1).split(separator: "/")
            let isPlaced = parts.count > 1 ? places.contains(String(parts[0])) : isRootFile(String(parts[0]), of: service.name)
            guard !isPlaced else { return nil }
            return Finding(path: file.path, sentence: "this is none of a service's places; the map in README.md names them.")
        }
    }

    private static func isRootFile(_ name: String, of service: String) -> Bool {
        let stem = name.split(separator: "+")[0].split(separator: ".")[0]
        return name == "main.swift" || stem == "\(service)Service" || stem == "\(service)Configuration"
    }
}
