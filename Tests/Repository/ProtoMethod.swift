/// A method of a service as its contract declares it.
struct ProtoMethod: Equatable {
    let path: String
    /// `stratum.events.v1`.
    let package: String
    /// `EventsService`.
    let service: String
    /// `IngestEvents`.
    let name: String
    /// What stands between its braces; empty when it has none.
    let options: String

    /// Its name in Swift: `ingestEvents`, `apiKeys` for `APIKeys`.
    var swiftName: String {
        let capitals = name.prefix { $0.isUppercase }.count
        let lowered = capitals > 1 && capitals < name.count ? capitals - 1 : capitals
        return name.prefix(lowered).lowercased() + name.dropFirst(lowered)
    }

    /// The methods in a .proto file.
    static func methods(in file: RepositoryFile) -> [ProtoMethod] {
        let text = file.lines.map { line in line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line }.joined(separator: "\n")
        let package = text.firstMatch(of: /package\s+([a-z0-9_.]+)\s*;/).map { String($0.1) } ?? ""
        return text.matches(of: /(?:^|\s)service\s+([A-Za-z0-9]+)\s*\{/).flatMap { service in
            let body = balanced(text[service.range.upperBound...])
            return body.matches(of: /\srpc\s+([A-Za-z0-9]+)\s*\([^)]*\)\s*returns\s*\([^)]*\)\s*([;{])/).map { method in
                let options = method.2 == "{" ? String(balanced(body[method.range.upperBound...])) : ""
                return ProtoMethod(path: file.path, package: package, service: String(service.1), name: String(method.1), options: options)
            }
        }
    }

    /// Everything before the brace that closes the one before `text`.
    private static func balanced(_ text: Substring) -> Substring {
        var depth = 1
        return text.prefix { character in
            depth += character == "{" ? 1 : character == "}" ? -1 : 0
            return depth > 0
        }
    }
}
