/// A service that Package.swift names has all its places: sources, tests, contract, environment, a line in the stack and in README.md.
enum ServicePlacesRule {
    static func findings(in tree: SourceTree) -> [Finding] {
        tree.manifest.services.flatMap { findings(for: $0, in: tree) }
    }

    private static func findings(for service: Manifest.Room, in tree: SourceTree) -> [Finding] {
        let name = service.path.split(separator: "/").last.map(String.init) ?? service.name
        let word = name.lowercased()
        let executable = name == "Stratum" ? "stratum" : "stratum-\(word)"
        var findings = missing(files: ["\(service.path)/main.swift", "compose/environment/\(word)"], in: tree)
        var folders = ["Tests/\(name)/"]
        if service.kind == "service" {
            findings += missing(files: ["\(service.path)/\(name)Service.swift", "\(service.path)/\(name)Configuration.swift"], in: tree)
            folders += ["API/", "Domain/", "Store/", "Workers/", "Migrations/"].map { "\(service.path)/\($0)" }
            folders.append("Protos/stratum/\(word)/v1/")
            findings += mentions(word, in: "compose/shell/services.sh", of: tree)
        }
        findings += folders.filter { tree.files(in: $0).isEmpty }.map { Finding(path: $0, sentence: "\(executable) needs this folder.") }
        if !tree.manifest.executables.contains(executable) {
            findings.append(Finding(path: "Package.swift", sentence: "there is no product \(executable)."))
        }
        return findings + mentions("`\(executable)`", in: "README.md", of: tree)
    }

    private static func missing(files: [String], in tree: SourceTree) -> [Finding] {
        files.filter { tree.file($0) == nil }.map { Finding(path: $0, sentence: "a service has this file.") }
    }

    private static func mentions(_ word: String, in path: String, of tree: SourceTree) -> [Finding] {
        guard tree.file(path)?.text.contains(word) != true else { return [] }
        return [Finding(path: path, sentence: "\(word) is not mentioned.")]
    }
}
