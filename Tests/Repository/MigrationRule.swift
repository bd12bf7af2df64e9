/// Migrations are numbered from 1 without holes, listed in their service's code, and never change once they are committed.
enum MigrationRule {
    /// Lines as sha256sum writes them. A migration that has run somewhere cannot be changed, only followed by another.
    static let checksums = "Tests/migrations.sha256"

    /// `sha256` gives the hexadecimal SHA-256 of a text.
    static func findings(in tree: SourceTree, sha256: (String) -> String) -> [Finding] {
        let services = tree.manifest.services.filter { $0.kind == "service" }
        return services.flatMap { numbers(in: tree, $0.path) + listing(in: tree, $0.path) } + checksums(in: tree, sha256: sha256)
    }

    private static func migrations(in tree: SourceTree, _ service: String) -> [RepositoryFile] {
        tree.files(in: "\(service)/Migrations/")
    }

    private static func stem(_ file: RepositoryFile) -> String {
        file.name.hasSuffix(".sql") ? String(file.name.dropLast(4)) : file.name
    }

    /// The number in `v0001_create_tenants.sql`; nil when the name is of another form.
    private static func number(_ file: RepositoryFile) -> Int? {
        guard let match = file.name.wholeMatch(of: /v([0-9]{4})_[a-z0-9_]+\.sql/) else { return nil }
        return Int(match.1)
    }

    private static func numbers(in tree: SourceTree, _ service: String) -> [Finding] {
        let files = migrations(in: tree, service)
        let misnamed = files.filter { number($0) == nil }.map {
            Finding(path: $0.path, sentence: "a migration is named like v0001_create_tenants.sql.")
        }
        let numbered = files.filter { number($0) != nil }
        let gaps = numbered.enumerated().filter { number($1) != $0 + 1 }.map { index, file in
            Finding(path: file.path, sentence: "number \(index + 1) is expected here; numbers have no holes and no doubles.")
        }
        return misnamed + gaps
    }

    private static func listing(in tree: SourceTree, _ service: String) -> [Finding] {
        let code = tree.files(in: "\(service)/").filter { $0.path.hasSuffix(".swift") }
        let stems = Set(migrations(in: tree, service).map(stem))
        let listed = Set(code.flatMap { file in file.text.matches(of: /v[0-9]{4}_[a-z0-9_]+/).map { String($0.output) } })
        // SwiftPM embeds v0001_a.sql as PackageResources.v0001_a_sql.
        let names = Set(listed.map { $0.hasSuffix("_sql") ? String($0.dropLast(4)) : $0 })
        let unlisted = stems.subtracting(names).sorted().map {
            Finding(path: "\(service)/Migrations/\($0).sql", sentence: "no code lists this migration.")
        }
        let absent = names.subtracting(stems).sorted().map {
            Finding(path: service, sentence: "the code lists \($0), and there is no such file.")
        }
        return unlisted + absent
    }

    private static func checksums(in tree: SourceTree, sha256: (String) -> String) -> [Finding] {
        let recorded = Set(tree.file(checksums)?.lines.map(String.init).filter { !$0.isEmpty } ?? [])
        let files = tree.manifest.services.filter { $0.kind == "service" }.flatMap { migrations(in: tree, $0.path) }
        let actual = Set(files.map { "\(sha256($0.text))  \($0.path)" })
        let missing = actual.subtracting(recorded).sorted().map {
            Finding(path: checksums, sentence: "`\($0)` is missing; add it unless the migration ran before: then write another one.")
        }
        let leftOver = recorded.subtracting(actual).sorted().map {
            Finding(path: checksums, sentence: "`\($0)` fits no migration: one was changed or removed.")
        }
        return missing + leftOver
    }
}
